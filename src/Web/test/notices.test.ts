import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobView } from '../src/api/types';
import { noteJobs } from '../src/state/jobs';
import { noticesWanted, wantNotices } from '../src/state/notices';

const shown: { title: string; body: string | undefined; tag: string | undefined }[] = [];
let permission: NotificationPermission = 'granted';
const asked = vi.fn(() => Promise.resolve(permission));
let focused = false;

class FakeNotification {
  static requestPermission = asked;
  onclick: (() => void) | null = null;
  constructor(title: string, options: NotificationOptions) {
    shown.push({ title, body: options.body, tag: options.tag });
  }
  close(): void {}
}

const job = (id: string, state: JobView['state']) => ({ id, userId: 'ana', state, fileName: 'talk.mp4' } as JobView);

beforeEach(() => {
  shown.length = 0;
  asked.mockClear();
  permission = 'granted';
  focused = false;
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}')));
  vi.stubGlobal('document', { ...globalThis.document, hasFocus: () => focused });
  noticesWanted.value = false;
});

afterEach(() => vi.unstubAllGlobals());

describe('notices of the browser', () => {
  it('are off until somebody asks for them', () => {
    noteJobs([job('a', 'Running')]);
    noteJobs([job('a', 'Completed')]);
    expect(shown).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
  });

  it('tell of an end and of a review, once each, and of nothing else', async () => {
    expect(await wantNotices(true)).toBe(true);
    expect(asked).toHaveBeenCalledTimes(1);
    noteJobs([job('b', 'QueuedGpu')]);
    noteJobs([job('b', 'Running')]);
    noteJobs([job('b', 'AwaitingReview')]);
    noteJobs([job('b', 'AwaitingReview')]);
    noteJobs([job('b', 'Failed')]);
    expect(shown.map(({ title, tag }) => [title, tag])).toEqual([['talk.mp4', 'b'], ['talk.mp4', 'b']]);
    expect(shown[0]?.body).not.toBe(shown[1]?.body);
  });

  it('do not tell of what had ended before, nor whoever looks at the page', async () => {
    await wantNotices(true);
    noteJobs([job('c', 'Completed')]);
    focused = true;
    noteJobs([job('d', 'Running')]);
    noteJobs([job('d', 'Completed')]);
    expect(shown).toEqual([]);
  });

  it('stay off where the browser refuses', async () => {
    permission = 'denied';
    expect(await wantNotices(true)).toBe(false);
    noteJobs([job('e', 'Running')]);
    noteJobs([job('e', 'Completed')]);
    expect(shown).toEqual([]);
  });
});
