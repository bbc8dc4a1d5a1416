import { signal } from '@preact/signals';
import { api, ApiError } from '../api/client';
import { watchJob, wait, type Connection } from '../api/watch';
import { hasEnded, type JobEvent, type JobView } from '../api/types';
import { loadMe } from './me';
import { noticeState } from './notices';

/** Every job that the page has seen, by id, in its newest known form. */
export const jobsById = signal<ReadonlyMap<string, JobView>>(new Map());

/** Ids in the list, newest first. */
export const listed = signal<readonly string[]>([]);

/** A language's job is shown with the job that started it, where that is listed. */
export const isListedAlone = (job: Pick<JobView, 'parentId'>): boolean => job.parentId == null || !listed.value.includes(job.parentId);

export function noteJobs(jobs: readonly JobView[]): void {
  if (jobs.length === 0) return;
  const next = new Map(jobsById.value);
  for (const job of jobs) {
    if (next.has(job.id) && next.get(job.id)?.state !== job.state) {
      countAnew();
      noticeState(job);
    }
    next.set(job.id, job);
  }
  jobsById.value = next;
}

/** It was deleted. */
export function forgetJob(jobId: string): void {
  const next = new Map(jobsById.value);
  if (!next.delete(jobId)) return;
  jobsById.value = next;
  listed.value = listed.value.filter((id) => id !== jobId);
  countAnew();
}

const settleMilliseconds = 1500;
let counting: ReturnType<typeof setTimeout> | undefined;

/** The header says how many jobs run and wait: asked again once a burst of changes is over, and the service's own view is new. */
function countAnew(): void {
  clearTimeout(counting);
  counting = setTimeout(() => void loadMe(), settleMilliseconds);
}

/** Takes in a job; one that the list did not know comes first in it. */
export function noteJob(job: JobView): void {
  noteJobs([job]);
  if (!listed.value.includes(job.id)) listed.value = [job.id, ...listed.value];
}

const ports = { fetch: fetch.bind(globalThis), poll: api.job, wait };

/** Follows one job for as long as the signal lives. */
export function follow(
  jobId: string, stop: AbortSignal,
  handlers: { event?: (event: JobEvent) => void; connection?: (c: Connection) => void; gone?: (e: ApiError) => void } = {},
): void {
  void watchJob(jobId, ports, {
    event: (event) => handlers.event?.(event),
    job: (job) => noteJobs([job]),
    ...(handlers.connection ? { connection: handlers.connection } : {}),
    ...(handlers.gone ? { gone: handlers.gone } : {}),
  }, stop);
}

/** A browser opens six connections to a host at once; streams must leave some for everything else. */
const mostStreams = 3;
const lookMilliseconds = 3000;
const looksWhenQuiet = 4;

/**
 * Keeps the listed jobs fresh while a view shows them: streams for the newest unfinished ones, a look at the list for the
 * rest. A hidden page lets its streams go.
 */
export function keepFresh(stop: AbortSignal, refresh: () => Promise<void>): void {
  const streams = new Map<string, AbortController>();
  const closeAll = () => {
    for (const abort of streams.values()) abort.abort();
    streams.clear();
  };
  const adjust = () => {
    if (document.hidden) return closeAll();
    const wanted = listed.value.filter((id) => {
      const job = jobsById.value.get(id);
      return job !== undefined && !hasEnded(job) && job.state !== 'AwaitingReview' && isListedAlone(job);
    }).slice(0, mostStreams);
    for (const [id, abort] of streams) {
      if (wanted.includes(id)) continue;
      abort.abort();
      streams.delete(id);
    }
    for (const id of wanted) {
      if (streams.has(id)) continue;
      const abort = new AbortController();
      streams.set(id, abort);
      follow(id, abort.signal);
    }
  };
  const unsubscribe = [listed.subscribe(adjust), jobsById.subscribe(adjust)];
  const visible = () => {
    adjust();
    if (!document.hidden) void refresh();
  };
  document.addEventListener('visibilitychange', visible);
  stop.addEventListener('abort', () => {
    document.removeEventListener('visibilitychange', visible);
    for (const end of unsubscribe) end();
    closeAll();
  }, { once: true });
  void (async () => {
    for (let quiet = 1; ; quiet++) {
      await wait(lookMilliseconds, stop);
      if (stop.aborted) return;
      // What streams do not bring is looked at often; otherwise only for jobs that came from elsewhere.
      if (document.hidden || (quiet < looksWhenQuiet && !unfinishedBeyondStreams(streams))) continue;
      quiet = 0;
      await refresh();
    }
  })();
}

function unfinishedBeyondStreams(streams: ReadonlyMap<string, unknown>): boolean {
  return listed.value.some((id) => {
    const job = jobsById.value.get(id);
    return job !== undefined && !hasEnded(job) && job.state !== 'AwaitingReview' && isListedAlone(job) && !streams.has(id);
  });
}
