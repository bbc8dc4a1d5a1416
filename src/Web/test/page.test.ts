import { describe, expect, it } from 'vitest';
import { listPath, problemOf, safeLink } from '../src/api/client';
import type { LiveLimits, OutputFile, QueueView } from '../src/api/types';
import { bytes, clock, duration, language, percent } from '../src/format';
import { setLocale } from '../src/i18n';
import { parseRoute } from '../src/router';
import { glossaryFault } from '../src/views/glossary';
import { captionsOf, dubbedOf } from '../src/views/job/player';
import { applyDraft, draftSize, emptyDraft, pruneDraft } from '../src/views/operator/limits-form';
import { queueByUser } from '../src/views/operator/queue-by-user';

describe('routes', () => {
  it.each([
    ['', { view: 'jobs' }], ['#/', { view: 'jobs' }], ['#/jobs/a%2Fb', { view: 'job', id: 'a/b' }], ['#/jobs/x/subtitles', { view: 'editor', id: 'x' }],
    ['#/operator', { view: 'operator', section: 'overview' }], ['#/operator/keys', { view: 'operator', section: 'keys' }], ['#/glossary', { view: 'glossary' }],
    ['#/nowhere', { view: 'unknown' }], ['#/jobs/x/y', { view: 'unknown' }], ['#/jobs/%E0%A4%A', { view: 'job', id: '%E0%A4%A' }],
  ])('%s', (hash, expected) => expect(parseRoute(hash)).toEqual(expected));
});

describe('answers', () => {
  it('reads problem details', () => {
    const error = problemOf(409, JSON.stringify({ code: 'user_busy', detail: 'Wait.', type: 'https://docs.test/errors#user_busy', activeJobId: 'j1' }), null);
    expect(error).toMatchObject({ status: 409, code: 'user_busy', message: 'Wait.', help: 'https://docs.test/errors#user_busy', activeJobId: 'j1', transient: false });
  });

  it('makes do with what a proxy answers', () => {
    expect(problemOf(502, '<html>', '7')).toMatchObject({ code: 'http_502', message: 'HTTP 502', retryAfter: 7, transient: true });
    expect(problemOf(500, 'null', 'Wed, 21 Oct 2026 07:28:00 GMT')).toMatchObject({ code: 'http_500', retryAfter: null });
  });

  it('follows links to the web only', () => {
    expect(safeLink('javascript:alert(1)')).toBeNull();
    expect(safeLink('data:text/html,x')).toBeNull();
    expect(safeLink('about:blank')).toBeNull();
    expect(safeLink('/docs/errors#x')).toBe('http://service.test/docs/errors#x');
  });

  it('builds list queries', () => {
    expect(listPath({ state: 'Running,Failed', limit: 25, user: 'a&b' })).toBe('/api/jobs?state=Running%2CFailed&limit=25&user=a%26b');
  });
});

describe('words', () => {
  it('says sizes and spans in both languages', () => {
    setLocale('en');
    expect(bytes(0)).toBe('0 B');
    expect(bytes(406)).toBe('406 B');
    expect(bytes(2 * 1024 ** 3)).toMatch(/^2 ?GB$/u);
    expect(bytes(593_576)).toMatch(/^580 ?kB$/u);
    expect([0, 0.4, 8, 59.6, 60, 151.2, 3600, 3840].map(duration)).toEqual(['0 s', '0.4 s', '8 s', '1 min', '1 min', '2 min 31 s', '1 h', '1 h 04 min']);
    expect(language('es')).toBe('Spanish');
    expect(language('not a code')).toBe('not a code');
    setLocale('zh');
    expect([0.4, 151, 3840].map(duration)).toEqual(['0.4秒', '2分31秒', '1小时04分']);
    expect(language('es')).toBe('西班牙语');
    setLocale('en');
  });

  it('adds the date to a time that is not today', () => {
    expect(clock('2026-01-02T10:05:00', new Date('2026-01-02T20:00:00'))).toBe('10:05');
    expect(clock('2026-01-01T10:05:00', new Date('2026-01-02T20:00:00'))).toMatch(/1 Jan.*10:05/);
  });

  it('keeps percentages between 0 and 100', () => expect([-1, 0.254, 7].map(percent)).toEqual([0, 25, 100]));
});

describe('results', () => {
  const file = (name: string, contentType: string): OutputFile => ({ name, contentType, size: 1, url: '' });

  it('plays the dubbed video before the dubbed sound, and never a stem', () => {
    const video = file('dubbed.mp4', 'video/mp4');
    const sound = file('dubbed.m4a', 'audio/mp4');
    expect(dubbedOf([file('background.wav', 'audio/wav'), sound, video])).toBe(video);
    expect(dubbedOf([file('background.wav', 'audio/wav'), sound])).toBe(sound);
    expect(dubbedOf([file('background.wav', 'audio/wav'), file('transcript.json', 'application/json')])).toBeNull();
  });

  it('finds subtitle files by their names', () => {
    expect(captionsOf([file('subtitles.es.vtt', 'text/vtt'), file('subtitles.pt-br.vtt', 'text/vtt'), file('subtitles.es.srt', ''), file('x.vtt', '')]).map((c) => c.code)).toEqual(['es', 'pt-br']);
  });
});

describe('glossary', () => {
  it('finds the first row that cannot be saved', () => {
    expect(glossaryFault([{ source: 'a' }, { source: ' ' }])).toEqual({ place: 1, fault: 'missing' });
    expect(glossaryFault([{ source: 'Api' }, { source: ' API ' }])).toEqual({ place: 1, fault: 'duplicate' });
    expect(glossaryFault([{ source: 'a' }, { source: 'b' }])).toBeNull();
  });
});

describe('limits', () => {
  const limits: LiveLimits = {
    version: 3, maxGlobalJobs: 3, maxJobsPerUser: 1, queueTimeout: 3600, enablePriority: false, maxQueueSize: 100, maxVideoSizeMb: 2048, maxVideoDurationMinutes: 60,
    policy: 'Fair', pools: { default: { capacity: 3, mode: 'Paused' } }, users: {},
  };

  it('lays a draft over what another operator saved', () => {
    const draft = { ...emptyDraft, numbers: { maxQueueSize: 50 }, capacities: { default: 4 }, policy: 'Fifo' as const };
    const theirs = { ...limits, version: 4, maxGlobalJobs: 9, policy: 'Fifo' as const };
    const pruned = pruneDraft(theirs, draft);
    expect(draftSize(pruned)).toBe(2);
    expect(applyDraft(theirs, pruned)).toMatchObject({ version: 4, maxGlobalJobs: 9, maxQueueSize: 50, pools: { default: { capacity: 4, mode: 'Paused' } } });
  });

  it('drops what was typed back to what it was', () => expect(draftSize(pruneDraft(limits, { ...emptyDraft, numbers: { maxGlobalJobs: 3 }, enablePriority: false }))).toBe(0));
});

describe('queue by user', () => {
  it('puts together running and waiting jobs, next user first', () => {
    const entry = (position: number, userId: string | null, enqueuedAt: string, estimatedStart: string | null) => ({ position, userId, jobId: null, priority: 'Normal' as const, pool: 'default', enqueuedAt, estimatedStart, mine: false });
    const queue: QueueView = {
      maxQueueSize: 10,
      pools: [{ name: 'default', capacity: 2, inUse: 2, mode: 'Active', policy: 'Fair', leases: [{ userId: 'ana', cost: 1, grantedAt: '' }, { userId: 'zoe', cost: 1, grantedAt: '' }] }],
      waiting: [entry(1, 'bo', '2026-01-01T10:02:00Z', null), entry(2, 'ana', '2026-01-01T10:01:00Z', '2026-01-01T11:00:00Z'), entry(3, 'bo', '2026-01-01T10:00:00Z', '2026-01-01T10:30:00Z'), entry(4, null, '2026-01-01T09:00:00Z', null)],
    };
    expect(queueByUser(queue).map((u) => [u.userId, u.running, u.waiting, u.waitsSince, u.nextStart])).toEqual([
      ['bo', 0, 2, '2026-01-01T10:00:00Z', '2026-01-01T10:30:00Z'],
      ['ana', 1, 1, '2026-01-01T10:01:00Z', '2026-01-01T11:00:00Z'],
      ['–', 0, 1, '2026-01-01T09:00:00Z', null],
      ['zoe', 1, 0, null, null],
    ]);
  });
});
