import { bytes, percent } from '../../format';
import { t } from '../../i18n';
import { jobLink } from '../../router';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { Progress } from '../../ui/progress';
import { cancelUpload, dismissUpload, isOver, retryUpload, uploads, type Upload } from '../../upload/uploads';

export function UploadList() {
  if (uploads.value.length === 0) return null;
  return (
    <section class="card uploads" aria-labelledby="uploads-heading">
      <h2 id="uploads-heading">{t().upload.uploads}</h2>
      <ul>{uploads.value.map((upload) => <li key={upload.key}><UploadRow upload={upload} /></li>)}</ul>
    </section>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { file, phase } = upload;
  const over = isOver(upload);
  const share = file.size === 0 ? 0 : upload.sent / file.size;
  return (
    <div class="upload-row" data-phase={phase}>
      <div class="upload-row-head">
        <span class="upload-name" title={file.name}><bdi>{file.name}</bdi></span>
        <button
          type="button" class="button button-icon button-quiet"
          onClick={() => (over ? dismissUpload(upload.key) : cancelUpload(upload.key))}
          aria-label={over ? `${t().app.dismiss}: ${file.name}` : t().upload.cancel(file.name)}
        ><Icon name="close" /></button>
      </div>
      {!over && <Progress value={share} label={t().upload.progress(file.name)} />}
      <p class="upload-phase">
        <span>{phaseText(upload)}</span>
        {!over && phase !== 'waiting' && <span class="muted">{bytes(upload.sent)} / {bytes(file.size)} · {percent(share)}%</span>}
        {phase === 'done' && upload.job && <a href={jobLink(upload.job.id)}>{t().upload.openJob}</a>}
      </p>
      {phase === 'cancelled' && <button type="button" class="button button-small" onClick={() => retryUpload(upload.key)}>{t().upload.again}</button>}
      {phase === 'failed' && (
        <ErrorNote error={upload.error}>
          {upload.error?.activeJobId && <a href={jobLink(upload.error.activeJobId)}>{t().upload.activeJob}</a>}
          <button type="button" class="button button-small" onClick={() => retryUpload(upload.key)}>{t().upload.again}</button>
        </ErrorNote>
      )}
    </div>
  );
}

function phaseText(upload: Upload): string {
  switch (upload.phase) {
    case 'waiting': return t().upload.waiting;
    case 'uploading': return upload.resumed ? t().upload.resumed : t().upload.uploading;
    case 'paused': return t().upload.paused(upload.retryIn);
    case 'queueFull': return t().upload.queueFull(upload.retryIn);
    case 'submitting': return t().upload.submitting;
    case 'done': return t().upload.done;
    case 'failed': return t().upload.failed;
    case 'cancelled': return t().upload.cancelled;
  }
}
