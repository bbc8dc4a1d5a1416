import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, api } from '../../api/client';
import { apiKey } from '../../api/identity';
import { hasEnded, isTextOnly, isWaiting, type JobEvent, type JobView as Job } from '../../api/types';
import type { Connection } from '../../api/watch';
import { clock, languagesOf, percent } from '../../format';
import { t } from '../../i18n';
import { editorLink, go, jobLink } from '../../router';
import { follow, jobsById, noteJob, noteJobs } from '../../state/jobs';
import { announce } from '../../ui/announce';
import { StateBadge } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { Progress } from '../../ui/progress';
import { CancelButton, DeleteButton } from '../jobs/job-card';
import { Details, LanguagesPanel, Log, Outputs, QualityPanel, QueuePanel } from './panels';
import { History } from './history';
import { dubbedOf, Player } from './player';
import { Stages } from './stages';

/** One job: where it stands, live, and what came of it. */
export function JobView({ id }: { id: string }) {
  const job = jobsById.value.get(id) ?? null;
  const [error, setError] = useState<unknown>(null);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [log, setLog] = useState<readonly JobEvent[]>([]);
  const identity = apiKey.value;

  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    setLog([]);
    api.job(id, stop.signal).then((loaded) => {
      if (stop.signal.aborted) return;
      noteJobs([loaded]);
      follow(id, stop.signal, {
        connection: setConnection,
        gone: setError,
        event: (event) => {
          if (event.message) setLog((before) => (before.some((b) => b.id === event.id) ? before : [...before, event].slice(-500)));
        },
      });
    }, (failure: unknown) => {
      if (!stop.signal.aborted) setError(failure);
    });
    return () => stop.abort();
  }, [id, identity]);
  useAnnouncedState(job);

  if (error !== null && !job) {
    const gone = error instanceof ApiError && error.status === 404;
    return <div class="page"><Back /><h1>{gone ? t().job.gone : t().jobs.title}</h1>{!gone && <ErrorNote error={error} />}</div>;
  }
  if (!job) return <div class="page"><Back /><h1 class="visually-hidden">{t().jobs.title}</h1><p class="muted">{t().app.loading}</p></div>;
  const done = job.state === 'Completed';
  const plays = done && (job.languages.length === 0 || dubbedOf(job.outputs) !== null);
  return (
    <div class="page job-page" data-job={job.id} data-state={job.state}>
      <Back />
      <Head job={job} connection={connection} />
      {job.error && <Failure job={job} />}
      {job.state === 'AwaitingReview' && <ReviewCall job={job} />}
      {isWaiting(job) && <QueuePanel job={job} />}
      <div class="job-columns">
        <div class="job-column-main">
          <LanguagesPanel job={job} />
          {plays ? <Player job={job} /> : <Stages job={job} />}
          <Outputs job={job} />
          <History key={job.id} job={job} />
          <Log events={log} />
        </div>
        <div class="job-column-side">
          {plays && <Stages job={job} />}
          <QualityPanel job={job} />
          <Details job={job} />
        </div>
      </div>
    </div>
  );
}

function Back() {
  return <a class="back" href="#/"><Icon name="back" /><span>{t().app.backToJobs}</span></a>;
}

function Head({ job, connection }: { job: Job; connection: Connection }) {
  const ended = hasEnded(job);
  const words = { live: t().jobs.live, connecting: t().jobs.connecting, polling: t().jobs.polling };
  return (
    <header class="job-head">
      <div class="job-head-title">
        <h1><bdi>{job.fileName}</bdi></h1>
        <StateBadge state={job.state} cancelRequested={job.cancelRequested && !ended} />
      </div>
      <div class="job-head-row">
        <p class="job-head-meta">
          <span>{languagesOf(job)}</span>
          <span>{t().outputKind[job.options.output]}</span>
          {!isTextOnly(job.options) && <span>{t().upload.subtitles}: {t().subtitlesMode[job.options.subtitles]}</span>}
          {!ended && <span class={`connection connection-${connection}`}>{words[connection]}</span>}
        </p>
        {!ended && <CancelButton job={job} small />}
        {job.state === 'Completed' && job.languages.length === 0 && <a class="button button-small" href={editorLink(job.id)}><Icon name="edit" /><span>{isTextOnly(job.options) ? t().job.reviseOnly : t().job.revise}</span></a>}
        <DeleteButton job={job} onDeleted={() => go('#/')} />
      </div>
      {!ended && (
        <div class="job-head-progress">
          <Progress value={job.progress} label={t().job.progress} />
          <span class="job-head-percent" aria-hidden="true">{t().job.progressText(percent(job.progress))}</span>
        </div>
      )}
    </header>
  );
}

function Failure({ job }: { job: Job }) {
  const error = job.error;
  if (!error) return null;
  const help = `/docs/errors#${encodeURIComponent(error.code)}`;
  return (
    <section class="failure" aria-label={t().job.errorTitle}>
      <ErrorNote error={new ApiError(422, error.code, error.message, new URL(help, location.href).href)}>
        {error.stage && <span class="muted">{t().job.errorAt(t().stage[error.stage])}</span>}
        {(error.retryable || job.state === 'Cancelled' || job.state === 'TimedOut') && <RetryButton job={job} />}
      </ErrorNote>
    </section>
  );
}

function RetryButton({ job }: { job: Job }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const retry = async () => {
    setBusy(true);
    try {
      const next = await api.retry(job.id);
      noteJob(next);
      go(jobLink(next.id));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class="button button-primary" disabled={busy} onClick={() => void retry()}><Icon name="retry" /><span>{t().job.retry}</span></button>
      {error !== null && <ErrorNote error={error} />}
    </>
  );
}

function ReviewCall({ job }: { job: Job }) {
  return (
    <section class="note note-review">
      <Icon name="edit" />
      <div class="note-body">
        <h2>{t().job.reviewTitle}</h2>
        <p>{t().job.reviewText} {job.reviewDeadline && t().job.reviewUntil(clock(job.reviewDeadline))}</p>
        <div class="note-actions"><a class="button button-primary" href={editorLink(job.id)}>{t().job.reviewOpen}</a></div>
      </div>
    </section>
  );
}

/** Screen readers hear of a change of state, not of every percent. */
function useAnnouncedState(job: Job | null): void {
  const before = useRef<string | null>(null);
  const state = job?.state ?? null;
  useEffect(() => {
    if (before.current !== null && state !== null && job) announce(t().job.announce(job.fileName, t().state[state]));
    before.current = state;
  }, [state]);
}
