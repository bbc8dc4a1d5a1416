import { describe, expect, it, vi } from 'vitest';
import { sampleLinks } from '../src/api/client';
import { canPlay, setKey } from '../src/api/identity';
import type { JobView } from '../src/api/types';
import { followSample, optionsOf } from '../src/views/jobs/sample';

const sample = (state: JobView['state']) => ({ state, options: { sourceLanguage: 'en', targetLanguage: 'gl', subtitles: 'Hard' } } as JobView);

describe('the sample', () => {
  const follow = async (answers: (JobView | null | Error)[], stop = new AbortController()) => {
    const told: (string | null)[] = [];
    const pause = vi.fn((_: number) => Promise.resolve());
    const ask = () => {
      const next = answers.shift() ?? null;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
    await followSample(ask, pause, (seen) => told.push(seen === null ? null : seen.state), stop.signal);
    return { told, pauses: pause.mock.calls.map(([milliseconds]) => milliseconds / 1000) };
  };

  it('is asked for until it is finished', async () =>
    expect(await follow([sample('Validating'), sample('Running'), sample('Completed'), sample('Running')])).toEqual({ told: ['Validating', 'Running', 'Completed'], pauses: [2, 2] }));

  it('appears when the host has only just started', async () =>
    expect(await follow([null, new Error('no answer'), sample('Running'), sample('Completed')])).toEqual({ told: [null, null, 'Running', 'Completed'], pauses: [2, 4, 2] }));

  it('is none where there is none, and is not asked for without end', async () => {
    expect(await follow([])).toEqual({ told: [null, null, null, null, null], pauses: [2, 4, 8, 16] });
    expect((await follow([sample('Running')])).told).toEqual(['Running', null, null, null, null, null]);
  });

  it('is not told of to a view that has gone', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await follow([sample('Completed')], stop)).toEqual({ told: [], pauses: [] });
  });

  it('is dubbed by oneself with its languages and the usual options', () =>
    expect(optionsOf(sample('Completed'))).toMatchObject({ sourceLanguage: 'en', targetLanguage: 'gl', subtitles: 'Soft', output: 'Video', profile: '', review: false }));

  it('is shown where it can be played: with a key only through a service worker', () => {
    expect(canPlay()).toBe(true);
    setKey('tvk_a');
    expect(canPlay()).toBe('serviceWorker' in navigator);
    vi.stubGlobal('navigator', { serviceWorker: {} });
    expect(canPlay()).toBe(true);
    vi.unstubAllGlobals();
    setKey(null);
  });

  it('has addresses of its own', () => expect(sampleLinks.file('subtitles.es.vtt?')).toBe('/api/sample/files/subtitles.es.vtt%3F'));
});
