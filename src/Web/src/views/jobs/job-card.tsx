import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { hasEnded, isTextOnly, isWaiting, type JobView } from '../../api/types';
import { clock, duration, language, languagesOf, percent } from '../../format';
import { errorTitle, t } from '../../i18n';
import { editorLink, jobLink } from '../../router';
import { forgetJob, noteJobs } from '../../state/jobs';
import { announce } from '../../ui/announce';
import { StateBadge } from '../../ui/badge';
import { Confirm } from '../../ui/dialog';
import { Icon, type IconName } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { StageStrip } from './stage-strip';

export function JobCard({ job, showUser = false }: { job: JobView; showUser?: boolean }) {
  return (
    <article class="job-card" data-job={job.id} data-state={job.state}>
      <div class="job-card-head">
        <h3><a href={jobLink(job.id)} class="job-card-name" title={job.fileName}><bdi>{job.fileName}</bdi></a></h3>
        <StateBadge state={job.state} cancelRequested={job.cancelRequested && !hasEnded(job)} />
      </div>
      <p class="job-card-meta">
        <span>{languagesOf(job)}</span>
        {isTextOnly(job.options) && <span>{t().outputKind[job.options.output]}</span>}
        {job.mediaSeconds != null && <span>{duration(job.mediaSeconds)}</span>}
        <time dateTime={job.createdAt}>{clock(job.createdAt)}</time>
        {showUser && <bdi>{job.userId}</bdi>}
      </p>
      {!hasEnded(job) && <StageStrip job={job} />}
      {job.languages.length > 0 && <LanguageChips job={job} />}
      <div class="job-card-foot">
        <CardStatus job={job} />
        <CardActions job={job} />
      </div>
    </article>
  );
}

function LanguageChips({ job }: { job: JobView }) {
  return (
    <ul class="chips" aria-label={t().job.languages}>
      {job.languages.map((each) => (
        <li key={each.jobId}>
          {each.state === 'Received'
            ? <span class="chip">{language(each.language)}</span>
            : <a class="chip" href={jobLink(each.jobId)}>{language(each.language)} <StateBadge state={each.state} /></a>}
        </li>
      ))}
    </ul>
  );
}

function CardStatus({ job }: { job: JobView }) {
  if (isWaiting(job)) return <QueueLine job={job} />;
  if (job.state === 'Running' || job.state === 'Validating')
    return <p class="job-card-status">{job.stage ? t().jobs.stageOf(t().stage[job.stage], percent(job.progress)) : t().state[job.state]}</p>;
  if (job.state === 'AwaitingReview') return <p class="job-card-status">{t().job.reviewTitle}</p>;
  if (job.error) return <p class={`job-card-status ${job.state === 'Cancelled' ? 'muted' : 'job-card-error'}`}>{errorTitle(job.error.code) ?? job.error.message}</p>;
  if (job.state === 'Completed' && job.endedAt && job.startedAt) {
    return <p class="job-card-status">{clock(job.endedAt)} · {duration((Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000)}</p>;
  }
  return <p class="job-card-status" />;
}

/** Place in the queue and the estimate with its interval, in one line. */
export function QueueLine({ job }: { job: JobView }) {
  const place = job.queue;
  if (!place) return <p class="job-card-status">{job.state === 'QueuedUser' ? t().queue.userSlot : t().state[job.state]}</p>;
  const { position, waiting, estimatedStart, estimatedStartEarliest, estimatedStartLatest } = place;
  return (
    <p class="job-card-status">
      <span class="queue-place">{position === 1 ? t().queue.next : t().queue.place(position, Math.max(waiting, position))}</span>
      {estimatedStart
        ? <span> · {t().queue.start(clock(estimatedStart))}
            {estimatedStartEarliest && estimatedStartLatest && <span class="muted"> ({t().queue.interval(clock(estimatedStartEarliest), clock(estimatedStartLatest))})</span>}
          </span>
        : <span class="muted"> · {job.state === 'QueuedUser' ? t().queue.userSlot : t().queue.unknown}</span>}
    </p>
  );
}

function CardActions({ job }: { job: JobView }) {
  return (
    <div class="job-card-actions">
      {job.state === 'AwaitingReview' && <a class="button button-small button-primary" href={editorLink(job.id)}>{t().job.reviewOpen}</a>}
      {!hasEnded(job) && <CancelButton job={job} small />}
    </div>
  );
}

/** Cancels after asking. */
export function CancelButton({ job, small = false }: { job: JobView; small?: boolean }) {
  const words = t().job;
  return (
    <AskFirst
      job={job} small={small} icon="close" label={job.cancelRequested ? words.cancelling : words.cancel} name={words.cancel} disabled={job.cancelRequested}
      title={words.cancelTitle} text={words.cancelText(job.fileName)} yes={words.cancelYes}
      act={async () => noteJobs([await api.cancel(job.id)])}
    />
  );
}

/** Deletes after asking. */
export function DeleteButton({ job, onDeleted }: { job: JobView; onDeleted: () => void }) {
  const words = t().job;
  return (
    <AskFirst
      job={job} small icon="trash" label={words.remove} name={words.remove} title={words.removeTitle} text={words.removeText(job.fileName)} yes={words.removeYes}
      act={async () => {
        await api.remove(job.id);
        onDeleted();
        forgetJob(job.id);
        announce(words.removed(job.fileName));
      }}
    />
  );
}

interface AskProps {
  job: JobView;
  small: boolean;
  icon: IconName;
  label: string;
  /** What it does, for those who do not see whose button it is. */
  name: string;
  disabled?: boolean;
  title: string;
  text: string;
  yes: string;
  act: () => Promise<void>;
}

function AskFirst({ job, small, icon, label, name, disabled = false, title, text, yes, act }: AskProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const sure = async () => {
    setBusy(true);
    setError(null);
    try {
      await act();
      setAsking(false);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <button
        type="button" class={small ? 'button button-small button-quiet' : 'button'} disabled={disabled}
        onClick={() => setAsking(true)} aria-label={`${name}: ${job.fileName}`}
      >
        <Icon name={icon} /><span>{label}</span>
      </button>
      {asking && (
        <Confirm title={title} text={text} yes={yes} no={t().job.cancelNo} danger busy={busy} onYes={() => void sure()} onNo={() => setAsking(false)}>
          {error !== null && <ErrorNote error={error} />}
        </Confirm>
      )}
    </>
  );
}
