import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobView } from '../src/api/types';
import { isListedAlone, jobsById, listed, noteJobs } from '../src/state/jobs';
import { me } from '../src/state/me';

const job = (state: JobView['state']) => ({ id: 'ana.1', userId: 'ana', state } as JobView);
const asked = vi.fn((_: string) => Promise.resolve(new Response(JSON.stringify({ userId: 'ana', running: 1 }))));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', asked);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a language of a job', () => {
  it('is listed by itself only where its job is not', () => {
    listed.value = ['ana.1', 'ana.2'];
    expect(isListedAlone({ parentId: 'ana.1' })).toBe(false);
    expect(isListedAlone({ parentId: 'ana.3' })).toBe(true);
    expect(isListedAlone({})).toBe(true);
    listed.value = [];
  });
});

describe('the counts in the header', () => {
  it('are asked for once after a burst of changes, and not for progress', async () => {
    noteJobs([job('QueuedUser')]);
    noteJobs([job('QueuedGpu')]);
    noteJobs([job('Running')]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked.mock.calls.map(([path]) => path)).toEqual(['/api/me']);
    expect(me.value?.running).toBe(1);

    noteJobs([{ ...job('Running'), progress: 0.5 }]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(jobsById.value.get('ana.1')?.progress).toBe(0.5);
  });
});
