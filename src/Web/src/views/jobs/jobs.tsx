import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { apiKey } from '../../api/identity';
import { hasEnded, type JobState, type JobView } from '../../api/types';
import { t } from '../../i18n';
import { isListedAlone, jobsById, keepFresh, listed, noteJobs } from '../../state/jobs';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { JobCard } from './job-card';
import { SampleCard, useSample } from './sample';
import { UploadList } from './upload-list';
import { UploadPanel } from './upload-panel';

const filters = {
  all: null,
  active: ['Received', 'Validating', 'QueuedUser', 'QueuedGpu', 'Running'],
  review: ['AwaitingReview'],
  done: ['Completed'],
  failed: ['Failed', 'Cancelled', 'TimedOut', 'Rejected'],
} satisfies Record<string, JobState[] | null>;
type Filter = keyof typeof filters;

/** Survives a visit to a job. */
const filter = signal<Filter>('all');
const pageSize = 25;

export function JobsView() {
  return (
    <div class="page jobs-page">
      <h1 class="visually-hidden">{t().jobs.title}</h1>
      <div class="jobs-side">
        <UploadPanel />
        <UploadList />
      </div>
      <JobList />
    </div>
  );
}

function JobList() {
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [loaded, setLoaded] = useState(false);
  const identity = apiKey.value;
  const states = filters[filter.value];
  const state = states?.join(',') ?? '';

  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      try {
        const page = await api.jobs({ limit: pageSize, ...(state ? { state } : {}) });
        if (stop.signal.aborted) return;
        noteJobs(page.jobs);
        // A refresh renews the first page and keeps older pages that the reader asked for.
        const fresh = page.jobs.map((job) => job.id);
        const kept = listed.value.filter((id) => !fresh.includes(id));
        listed.value = [...fresh, ...kept];
        setNext((before) => (kept.length > 0 && before !== null ? before : page.next ?? null));
        setError(null);
      } catch (failure) {
        if (!stop.signal.aborted) setError(failure);
      }
      if (!stop.signal.aborted) setLoaded(true);
    };
    listed.value = [];
    setNext(null);
    setLoaded(false);
    void load();
    keepFresh(stop.signal, load);
    return () => stop.abort();
  }, [state, identity]);

  const older = async () => {
    if (next === null) return;
    try {
      const page = await api.jobs({ limit: pageSize, after: next, ...(state ? { state } : {}) });
      noteJobs(page.jobs);
      listed.value = [...listed.value, ...page.jobs.map((job) => job.id).filter((id) => !listed.value.includes(id))];
      setNext(page.next ?? null);
    } catch (failure) {
      setError(failure);
    }
  };

  const jobs = listed.value.map((id) => jobsById.value.get(id)).filter((job): job is JobView => job !== undefined && matches(job, states) && isListedAlone(job));
  return (
    <section class="jobs-main" aria-labelledby="jobs-heading">
      <div class="section-head">
        <h2 id="jobs-heading">{t().jobs.mine}</h2>
        <FilterBar />
      </div>
      {error !== null && <ErrorNote error={error} />}
      {jobs.length > 0 && <ul class="job-list">{jobs.map((job) => <li key={job.id}><JobCard job={job} /></li>)}</ul>}
      {jobs.length === 0 && loaded && error === null && <Empty />}
      {jobs.length === 0 && !loaded && <p class="muted">{t().app.loading}</p>}
      {next !== null && <button type="button" class="button button-more" onClick={() => void older()}>{t().jobs.more}</button>}
    </section>
  );
}

/** A job that a stream moved out of the wanted states leaves the list at once. */
function matches(job: JobView, states: readonly JobState[] | null): boolean {
  return states === null || states.includes(job.state) || (filter.value === 'active' && !hasEnded(job) && job.state !== 'AwaitingReview');
}

function FilterBar() {
  return (
    <div class="segments" role="group" aria-label={t().jobs.filter}>
      {(Object.keys(filters) as Filter[]).map((name) => (
        <button key={name} type="button" aria-pressed={filter.value === name} onClick={() => (filter.value = name)}>{t().jobs[name]}</button>
      ))}
    </div>
  );
}

function Empty() {
  return filter.value === 'all' ? <NoJobs /> : <div class="empty"><Icon name="film" /><p class="empty-title">{t().jobs.emptyFilter}</p></div>;
}

/** What somebody without jobs is shown; nothing until it is known whether there is a sample. */
function NoJobs() {
  const sample = useSample();
  if (sample === undefined) return null;
  if (sample !== null) return <SampleCard sample={sample} />;
  return (
    <div class="empty">
      <Icon name="film" />
      <p class="empty-title">{t().jobs.empty}</p>
      <p>{t().jobs.emptyText}</p>
    </div>
  );
}
