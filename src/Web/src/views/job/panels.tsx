import { fileUrl } from '../../api/client';
import { hasEnded, type JobEvent, type JobView, type OutputFile } from '../../api/types';
import { bytes, clock, duration, language, moment, percent } from '../../format';
import { t } from '../../i18n';
import { editorLink, jobLink } from '../../router';
import { StateBadge } from '../../ui/badge';
import { Icon, type IconName } from '../../ui/icon';
import { Progress } from '../../ui/progress';

/** Where a waiting job stands and when it is expected to go on. */
export function QueuePanel({ job }: { job: JobView }) {
  const place = job.queue;
  if (!place) return null;
  const { estimatedStart, estimatedStartEarliest, estimatedStartLatest, estimatedFinish, timesOutAt } = place;
  return (
    <section class="card queue-panel" aria-labelledby="queue-heading">
      <h2 id="queue-heading" class="visually-hidden">{t().queue.title}</h2>
      <dl class="figures">
        <Figure name={t().queue.position} large>{place.position}<span class="muted"> / {Math.max(place.waiting, place.position)}</span></Figure>
        <Figure name={t().queue.estimatedStart} large>{estimatedStart ? clock(estimatedStart) : t().queue.unknown}</Figure>
        {estimatedStartEarliest && estimatedStartLatest && <Figure name={t().queue.likely}>{clock(estimatedStartEarliest)} – {clock(estimatedStartLatest)}</Figure>}
        {estimatedFinish && <Figure name={t().queue.estimatedFinish}>{clock(estimatedFinish)}</Figure>}
        {timesOutAt && <Figure name={t().queue.deadline}>{clock(timesOutAt)}</Figure>}
      </dl>
      {job.state === 'QueuedUser' && <p class="muted">{t().queue.userSlot}</p>}
    </section>
  );
}

function Figure({ name, large = false, children }: { name: string; large?: boolean; children: preact.ComponentChildren }) {
  return <div class={large ? 'figure figure-large' : 'figure'}><dt>{name}</dt><dd>{children}</dd></div>;
}

export function Outputs({ job }: { job: JobView }) {
  if (job.outputs.length === 0 && hasEnded(job)) return null;
  return (
    <section class="card" aria-labelledby="outputs-heading">
      <h2 id="outputs-heading">{t().job.outputs}</h2>
      {job.outputs.length === 0
        ? <p class="muted">{t().job.noOutputs}</p>
        : <ul class="outputs">{job.outputs.map((file) => <li key={file.name}><Output job={job} file={file} /></li>)}</ul>}
    </section>
  );
}

function Output({ job, file }: { job: JobView; file: OutputFile }) {
  return (
    <a class="output" href={`${fileUrl(job.id, file.name)}?download=true`}>
      <Icon name={iconOf(file.contentType)} />
      <span class="visually-hidden">{t().job.download} </span>
      <bdi class="output-name">{file.name}</bdi>
      {' '}<span class="muted output-size">{bytes(file.size)}</span>
      <Icon name="download" />
    </a>
  );
}

/** The jobs of a job's languages. */
export function LanguagesPanel({ job }: { job: JobView }) {
  if (job.languages.length === 0) return null;
  return (
    <section class="card" aria-labelledby="languages-heading">
      <h2 id="languages-heading">{t().job.languages}</h2>
      <ul class="language-list">
        {job.languages.map((each) => (
          <li key={each.jobId} data-language={each.language} data-state={each.state}>
            <span class="language-name">{each.state === 'Received' ? language(each.language) : <a href={jobLink(each.jobId)}>{language(each.language)}</a>}</span>
            {each.state === 'AwaitingReview'
              ? <a class="button button-small button-primary" href={editorLink(each.jobId)}>{t().job.reviewOpen}</a>
              : !hasEnded(each) && <Progress value={each.progress} label={language(each.language)} />}
            <StateBadge state={each.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How well the dub fits, and where somebody should look first. */
export function QualityPanel({ job }: { job: JobView }) {
  const quality = job.quality;
  if (!quality) return null;
  return (
    <section class="card" aria-labelledby="quality-heading">
      <h2 id="quality-heading">{t().job.quality}</h2>
      <dl class="details">
        <div><dt>{t().job.inSlot}</dt><dd>{percent(quality.inSlot)}% <span class="muted">/ {quality.lines}</span></dd></div>
        <div><dt>{t().job.speedP95}</dt><dd>{t().upload.speedValue(quality.speedP95.toFixed(2))}</dd></div>
        <div><dt>{t().job.longestDrift}</dt><dd>{duration(quality.longestDrift)}</dd></div>
        {quality.lookFirst.length > 0 && <div><dt>{t().job.lookFirst}</dt><dd><a href={editorLink(job.id)}>{quality.lookFirst.join(', ')}</a></dd></div>}
      </dl>
    </section>
  );
}

function iconOf(contentType: string): IconName {
  if (contentType.startsWith('video/')) return 'film';
  if (contentType.startsWith('audio/')) return 'sound';
  return contentType.startsWith('text/') || contentType.includes('subrip') ? 'text' : 'file';
}

export function Log({ events }: { events: readonly JobEvent[] }) {
  if (events.length === 0) return null;
  return (
    <details class="card log">
      <summary><h2>{t().job.log}</h2></summary>
      <ol class="log-lines" tabIndex={0} aria-label={t().job.log}>
        {events.map((event) => <li key={event.id}><time dateTime={event.at}>{clock(event.at)}</time><span>{event.message}</span></li>)}
      </ol>
    </details>
  );
}

export function Details({ job }: { job: JobView }) {
  const rows: [string, preact.ComponentChildren][] = [
    [t().job.sourceUrl, job.sourceUrl ? <bdi>{job.sourceUrl}</bdi> : null],
    [t().job.created, moment(job.createdAt)],
    [t().job.started, job.startedAt ? moment(job.startedAt) : null],
    [t().job.ended, job.endedAt ? moment(job.endedAt) : null],
    [t().job.duration, job.mediaSeconds != null ? duration(job.mediaSeconds) : null],
    [t().job.gpu, job.gpuSeconds > 0 ? duration(job.gpuSeconds) : null],
    [t().upload.voice, job.options.voice ?? null],
    [t().upload.speed, job.options.speed !== 1 ? t().upload.speedValue(job.options.speed.toFixed(2)) : null],
    [t().upload.priority, job.priority !== 'Normal' ? t().priority[job.priority] : null],
    [t().job.pool, job.pool !== 'default' ? job.pool : null],
    [t().job.user, job.userId],
    [t().job.basedOn, job.basedOn ? <a href={jobLink(job.basedOn)}>{job.basedOn}</a> : null],
    [t().job.partOf, job.parentId ? <a href={jobLink(job.parentId)}>{job.parentId}</a> : null],
    [t().job.id, <code>{job.id}</code>],
  ];
  return (
    <section class="card" aria-labelledby="details-heading">
      <h2 id="details-heading">{t().job.details}</h2>
      <dl class="details">
        {rows.filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {job.warnings.length > 0 && (
        <>
          <h3>{t().job.warnings}</h3>
          <ul class="warnings">{job.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul>
        </>
      )}
    </section>
  );
}
