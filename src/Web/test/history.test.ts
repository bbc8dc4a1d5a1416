import { beforeEach, describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../src/api/types';
import { setLocale } from '../src/i18n';
import { howOf, spanOf, timesOf, toneOf, tookOf, whatOf } from '../src/views/job/history-text';

const entry = (more: Partial<TimelineEntry>): TimelineEntry => ({ kind: 'Stage', at: '2026-01-01T10:00:00Z', ...more });

beforeEach(() => setLocale('en'));

describe('a timeline in words', () => {
  it.each<[Partial<TimelineEntry>, string, string]>([
    [{ kind: 'Submitted', endedAt: '2026-01-01T10:00:00Z', name: 'upload', by: { role: 'Owner', userId: 'ada', keyId: 'k1' } }, 'Submitted', 'as an upload · by ada with key k1'],
    [{ kind: 'Waiting', pool: 'big', taken: 2, others: 4, mode: 'Paused' }, 'Waits for a slot of pool big', 'goes on · 2 taken, 4 others waited · the pool is Paused'],
    [{ kind: 'Waiting', outcome: 'Granted', endedAt: '2026-01-01T10:01:00Z' }, 'Waits for a slot of the user', 'granted'],
    [{ kind: 'Slot', pool: 'big', outcome: 'Completed', endedAt: '2026-01-01T10:01:00Z' }, 'Slot of pool big', 'given back'],
    [{ stage: 'Transcribe', attempt: 2, outcome: 'Failed', code: 'engine_failed', message: 'It broke.', host: 'a:1' }, 'Transcribe, attempt 2', 'failed · engine_failed: It broke. · on a:1'],
    [{ kind: 'Busy', stage: 'Separate', count: 6, code: 'gpu_busy', outcome: 'Completed' }, 'Busy: Separate voice', '6× · gpu_busy'],
    [{ kind: 'Lost', stage: 'Mux', outcome: 'Completed', endedAt: '2026-01-01T10:01:00Z' }, 'Host gone: Assemble', ''],
    [{ kind: 'Review', outcome: 'Approved', by: { role: 'Operator' } }, 'Review', 'by an operator · approved'],
    [{ kind: 'Cancel', endedAt: '2026-01-01T10:00:00Z', by: { role: 'Operator', userId: 'root' } }, 'Cancel asked for', 'by operator root'],
    [{ kind: 'Language', name: 'es', outcome: 'Completed' }, 'Language: Spanish', 'completed'],
    [{ kind: 'Step', name: 'publish', outcome: 'Completed' }, 'Publish results', 'completed'],
    [{ kind: 'Operator', name: 'pool-paused', pool: 'big', endedAt: '2026-01-01T10:00:00Z', by: { role: 'Operator', userId: 'root' } }, 'Operator: pool-paused big', 'by operator root'],
    [{ kind: 'Webhook', name: 'job.completed', outcome: 'Delivered', count: 2 }, 'Webhook: job.completed', 'delivered · 2×'],
    [{ kind: 'Ended', outcome: 'TimedOut', code: 'queue_timeout', endedAt: '2026-01-01T10:00:00Z' }, 'Ended', 'timed out · queue_timeout'],
  ])('%j', (more, what, how) => {
    expect(whatOf(entry(more))).toBe(what);
    expect(howOf(entry(more))).toBe(how);
  });

  it('shows names that a newer service has as they are', () => {
    const foreign = entry({ kind: 'Teleported' as 'Stage', outcome: 'Beamed' as 'Failed' });
    expect([whatOf(foreign), howOf(foreign), toneOf(foreign)]).toEqual(['Teleported', 'Beamed', 'moment']);
  });
});

describe('a timeline as a drawing', () => {
  const range = { from: '2026-01-01T10:00:00Z', until: '2026-01-01T10:10:00Z' };

  it('places entries between submission and end, and what goes on up to the end', () => {
    expect(spanOf(entry({ at: '2026-01-01T10:01:00Z', endedAt: '2026-01-01T10:03:00Z' }), range)).toEqual({ start: 10, width: 20 });
    expect(spanOf(entry({ at: '2026-01-01T10:09:00Z' }), range)).toEqual({ start: 90, width: 10 });
    expect(spanOf(entry({ at: '2026-01-01T10:20:00Z', endedAt: '2026-01-01T10:30:00Z' }), range)).toEqual({ start: 100, width: 0 });
  });

  it('says what a thing took, has taken, or that it took no time', () => {
    expect(tookOf(entry({ endedAt: '2026-01-01T10:00:02.5Z' }), range.until)).toBe(2.5);
    expect(tookOf(entry({}), range.until)).toBe(600);
    expect(tookOf(entry({ endedAt: '2026-01-01T10:00:00Z' }), range.until)).toBeNull();
  });

  it('tells where the time went, the most first', () => {
    const times = { waiting: 5, working: 60, retrying: 0, review: 0, lost: 20, languages: 0, other: 0.01 };
    expect(timesOf({ times }).map(({ part }) => part)).toEqual(['working', 'lost', 'waiting']);
  });

  it('marks what is bad and what waits', () => {
    expect([toneOf(entry({ outcome: 'Interrupted' })), toneOf(entry({ kind: 'Pause' })), toneOf(entry({ kind: 'Slot', outcome: 'Completed' })), toneOf(entry({ outcome: 'Reused' }))])
      .toEqual(['bad', 'wait', 'slot', 'work']);
  });
});
