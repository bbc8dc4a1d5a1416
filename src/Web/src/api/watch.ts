import { ApiError, problemOf } from './client';
import { authorization, keyWanted } from './identity';
import { SseParser } from './sse';
import { hasEnded, type JobEvent, type JobView } from './types';

export type Connection = 'live' | 'connecting' | 'polling';

/** What watching needs from the outside; tests give their own. */
export interface WatchPorts {
  fetch: typeof fetch;
  poll: (jobId: string, signal: AbortSignal) => Promise<JobView>;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface WatchHandlers {
  event: (event: JobEvent) => void;
  job: (job: JobView) => void;
  connection?: (connection: Connection) => void;
  gone?: (error: ApiError) => void;
}

/** Streams that fail this often in a row give way to polling; the stream is tried again now and then. */
const failuresBeforePolling = 3;
const pollMilliseconds = 3000;
const pollsBeforeRetry = 10;

/**
 * Follows a job until it ends: over server-sent events, resuming after the last event seen when the stream breaks, and by
 * polling where streams do not get through. Returns when the job has ended, is gone, or the signal aborts.
 */
export async function watchJob(jobId: string, ports: WatchPorts, handlers: WatchHandlers, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      handlers.connection?.('connecting');
      const outcome = await readStream(jobId, lastId, ports, handlers, signal, (id) => {
        if (id !== null) lastId = id;
        failures = 0;
      });
      if (outcome === 'end') return;
      failures++;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) {
        handlers.gone?.(error);
        return;
      }
      failures++;
    }
    if (failures >= failuresBeforePolling && (await pollFor(jobId, ports, handlers, signal))) return;
    else if (failures < failuresBeforePolling) await ports.wait(Math.min(500 * 2 ** failures, 5000), signal);
  }
}

async function readStream(
  jobId: string, lastId: string | null, ports: WatchPorts, handlers: WatchHandlers, signal: AbortSignal,
  seen: (id: string | null) => void,
): Promise<'end' | 'broken'> {
  const response = await ports.fetch(`/api/jobs/${encodeURIComponent(jobId)}/events`, {
    headers: { Accept: 'text/event-stream', ...authorization(), ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) },
    signal,
    cache: 'no-store',
  });
  if (!response.ok || !response.body) {
    if (response.status === 401) keyWanted.value = true;
    throw problemOf(response.status, await response.text(), response.headers.get('Retry-After'));
  }
  if (!(response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')) throw new ApiError(0, 'no_stream', 'not a stream');
  handlers.connection?.('live');
  const parser = new SseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'broken';
      for (const wire of parser.push(value)) {
        if (wire.data === '') continue;
        const event = JSON.parse(wire.data) as JobEvent;
        seen(wire.id);
        handlers.event(event);
        if (event.job) handlers.job(event.job);
        if (wire.event === 'end' || event.kind === 'end') return 'end';
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Polls for a while; true when the job has ended or is gone. */
async function pollFor(jobId: string, ports: WatchPorts, handlers: WatchHandlers, signal: AbortSignal): Promise<boolean> {
  handlers.connection?.('polling');
  for (let i = 0; i < pollsBeforeRetry && !signal.aborted; i++) {
    try {
      const job = await ports.poll(jobId, signal);
      handlers.job(job);
      if (hasEnded(job)) return true;
    } catch (error) {
      if (signal.aborted) return true;
      if (error instanceof ApiError && !error.transient) {
        handlers.gone?.(error);
        return true;
      }
    }
    await ports.wait(pollMilliseconds, signal);
  }
  return false;
}

/** Waits, or returns early when the signal aborts. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      done();
    }
  });
}
