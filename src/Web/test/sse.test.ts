import { describe, expect, it } from 'vitest';
import { SseParser } from '../src/api/sse';
import type { JobEvent, JobView } from '../src/api/types';
import { ApiError } from '../src/api/client';
import { watchJob, type WatchPorts } from '../src/api/watch';

describe('parser', () => {
  it('reads events across pieces, line ends of all kinds, comments and several data lines', () => {
    const text = '\uFEFF: hello\r\nid: 1\r\nevent: state\r\ndata: a\r\ndata: b\r\n\r\nid:2\rdata:c\r\rretry: 250\n\n: keep-alive\n\ndata\n\n';
    for (const size of [1, 2, 3, 7, text.length]) {
      const parser = new SseParser();
      const events = [];
      for (let i = 0; i < text.length; i += size) events.push(...parser.push(text.slice(i, i + size)));
      expect(events).toEqual([
        { id: '1', event: 'state', data: 'a\nb', retry: null },
        { id: '2', event: 'message', data: 'c', retry: null },
        { id: '2', event: 'message', data: '', retry: 250 },
        { id: '2', event: 'message', data: '', retry: null },
      ]);
    }
  });

  it('drops an event that was cut off', () => expect(new SseParser().push('id: 1\ndata: half')).toEqual([]));
  it('ignores ids with a null character', () => expect(new SseParser().push('id: a\0b\ndata: x\n\n')[0]?.id).toBeNull());
});

const job = (state: JobView['state']): JobView => ({ id: 'j', state }) as JobView;
const wire = (id: number, kind: JobEvent['kind'], state: JobView['state']) =>
  `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify({ id, kind, at: '', job: job(state) })}\n\n`;
const stream = (...pieces: string[]) => new Response(pieces.join(''), { headers: { 'Content-Type': 'text/event-stream' } });

interface Asked { lastId: string | null }

/** Runs a watch against a script of answers; a pause between attempts takes no time. */
async function watch(answers: (Response | Error)[], poll: () => Promise<JobView> = () => Promise.reject(new ApiError(0, 'network', ''))) {
  const asked: Asked[] = [];
  const seen: number[] = [];
  const states: string[] = [];
  const connections: string[] = [];
  let gone: ApiError | null = null;
  const stop = new AbortController();
  const ports: WatchPorts = {
    fetch: (_, init) => {
      asked.push({ lastId: new Headers(init?.headers).get('Last-Event-ID') });
      const answer = answers.shift();
      if (answer === undefined) {
        stop.abort();
        return Promise.reject(new TypeError('no more answers'));
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    poll,
    wait: () => Promise.resolve(),
  };
  await watchJob('j', ports, {
    event: (e) => seen.push(e.id), job: (j) => states.push(j.state), connection: (c) => connections.push(c), gone: (e) => (gone = e),
  }, stop.signal);
  return { asked, seen, states, connections, gone: gone as ApiError | null };
}

describe('watching a job', () => {
  it('ends with the end event', async () => {
    const result = await watch([stream(wire(1, 'state', 'Running'), wire(2, 'end', 'Completed'))]);
    expect(result.seen).toEqual([1, 2]);
    expect(result.states).toEqual(['Running', 'Completed']);
    expect(result.asked).toHaveLength(1);
  });

  it('resumes after the last complete event when the stream breaks', async () => {
    const half = wire(3, 'progress', 'Running').slice(0, -10);
    const result = await watch([stream(wire(1, 'state', 'Running'), wire(2, 'progress', 'Running'), half), stream(wire(3, 'progress', 'Running'), wire(4, 'end', 'Completed'))]);
    expect(result.asked.map((a) => a.lastId)).toEqual([null, '2']);
    expect(result.seen).toEqual([1, 2, 3, 4]);
  });

  it('polls after three failures in a row and stops when the job has ended', async () => {
    const polled = [job('Running'), job('Completed')];
    const result = await watch([new TypeError('x'), new Response('', { status: 503 }), new Response('<html>', { headers: { 'Content-Type': 'text/html' } })], () => Promise.resolve(polled.shift() as JobView));
    expect(result.connections).toContain('polling');
    expect(result.states).toEqual(['Running', 'Completed']);
  });

  it('tries the stream again after polling for a while', async () => {
    const broken = () => new TypeError('x');
    const result = await watch([broken(), broken(), broken(), stream(wire(9, 'end', 'Completed'))], () => Promise.resolve(job('Running')));
    expect(result.states.at(-1)).toBe('Completed');
    expect(result.states.filter((s) => s === 'Running')).toHaveLength(10);
  });

  it('gives up at once on a job that is not there', async () => {
    const result = await watch([new Response(JSON.stringify({ code: 'not_found', detail: 'gone' }), { status: 404 })]);
    expect(result.gone?.code).toBe('not_found');
    expect(result.asked).toHaveLength(1);
  });
});
