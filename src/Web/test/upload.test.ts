import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../src/api/client';
import { blockId, blockListXml, blockSizeFor, StorageUnreachableError, uploadBlocks, uploadKey, type BlockPorts, type UploadRecord } from '../src/upload/blocks';
import { defaultOptions, faultOf, loadOptions } from '../src/upload/choices';
import { submitFields, submitForm, subtitleMembers, requestKey } from '../src/upload/form';
import { isLanguageCode } from '../src/upload/languages';
import type { Sending, Sent } from '../src/upload/xhr';

const mib = 1024 * 1024;
const file = (size: number) => new File([new Uint8Array(size)], 'talk.mp4', { type: 'video/mp4', lastModified: 7 });

/** A storage that answers as told and remembers what it has. */
class Storage {
  readonly blocks = new Map<string, number>();
  readonly records = new Map<string, UploadRecord>();
  committed: string[] = [];
  created = 0;
  pauses: number[] = [];
  resumed = 0;
  serviceAnswers = false;
  progress: number[] = [];
  /** Answers for requests to come; afterwards everything works. */
  answers: ((sending: Sending) => Sent | Error | null)[] = [];

  readonly ports: BlockPorts = {
    send: (sending) => {
      const special = this.answers.shift()?.(sending) ?? null;
      if (special instanceof Error) return Promise.reject(special);
      if (special) return Promise.resolve(special);
      const url = new URL(sending.url);
      expect(url.searchParams.get('sig')).toBe('s');
      if (url.searchParams.get('comp') === 'block') {
        const size = (sending.body as Blob).size;
        sending.progress?.(size);
        this.blocks.set(url.searchParams.get('blockid') ?? '', size);
      } else this.committed = [...String(sending.body).matchAll(/<Latest>([^<]+)</g)].map((m) => m[1] as string);
      return Promise.resolve(answer(201));
    },
    createUpload: () => Promise.resolve({ uploadId: `u${++this.created}`, url: `http://storage.test/c/b${this.created}?sig=s`, expiresAt: new Date(3_600_000).toISOString(), maxBytes: 1e9 }),
    records: {
      load: (key) => structuredClone(this.records.get(key) ?? null),
      save: (key, record) => void this.records.set(key, structuredClone(record)),
      remove: (key) => void this.records.delete(key),
    },
    pause: (seconds) => (this.pauses.push(seconds), Promise.resolve()),
    now: () => 0,
    serviceAnswers: () => Promise.resolve(this.serviceAnswers),
  };

  upload(source: File, signal = new AbortController().signal): Promise<string> {
    return uploadBlocks(source, this.ports, { progress: (n) => this.progress.push(n), resumed: () => this.resumed++, broken: () => undefined }, signal);
  }
}

const answer = (status: number): Sent => ({ status, body: '', header: () => null });
const broken = () => new ApiError(0, 'network', 'no answer');

describe('upload by blocks', () => {
  it('sends every byte once and commits the blocks in order', async () => {
    const storage = new Storage();
    const source = file(10 * mib + 5);
    expect(await storage.upload(source)).toBe('u1');
    expect([...storage.blocks.values()].reduce((a, b) => a + b)).toBe(source.size);
    expect(storage.committed).toEqual([0, 1, 2].map(blockId));
    expect(storage.progress.at(-1)).toBe(source.size);
    expect(storage.records.size).toBe(0);
  });

  it('waits out a broken network and a storage that is not well, longer each time', async () => {
    const storage = new Storage();
    storage.answers = [broken, () => answer(503), broken];
    expect(await storage.upload(file(mib))).toBe('u1');
    expect(storage.pauses).toEqual([1, 2, 4]);
    expect(storage.created).toBe(1);
  });

  it('goes on where another attempt at the same file stopped', async () => {
    const storage = new Storage();
    const source = file(12 * mib);
    const abort = new AbortController();
    const cutOff = () => (abort.abort(), new DOMException('aborted', 'AbortError'));
    storage.answers = [() => null, cutOff, cutOff];
    await expect(storage.upload(source, abort.signal)).rejects.toThrow('aborted');
    expect(storage.records.get(uploadKey(source))?.done).toEqual([0]);
    expect([...storage.blocks.keys()]).toEqual([blockId(0)]);

    const sent: string[] = [];
    const watched = (sending: Sending) => (sent.push(new URL(sending.url).searchParams.get('blockid') ?? 'list'), null);
    storage.answers = Array.from({ length: 9 }, () => watched);
    expect(await storage.upload(source)).toBe('u1');
    expect(sent).toEqual([blockId(1), blockId(2), 'list']);
    expect(storage.resumed).toBe(1);
    expect(storage.created).toBe(1);
    expect(storage.committed).toEqual([0, 1, 2].map(blockId));
  });

  it('starts over with a new link when the old one is refused, once', async () => {
    const storage = new Storage();
    storage.answers = [() => answer(403)];
    expect(await storage.upload(file(mib))).toBe('u2');
    storage.answers = [() => answer(403), () => answer(403)];
    await expect(storage.upload(file(2 * mib))).rejects.toMatchObject({ status: 403 });
  });

  it('does not take up a link that is about to expire', async () => {
    const storage = new Storage();
    const source = file(mib);
    storage.records.set(uploadKey(source), { link: { uploadId: 'old', url: 'http://storage.test/old?sig=s', expiresAt: new Date(30_000).toISOString(), maxBytes: 1 }, size: mib, blockSize: 4 * mib, done: [0] });
    expect(await storage.upload(source)).toBe('u1');
    expect(storage.blocks.size).toBe(1);
  });

  it('gives up on a storage that never answered while the service does, not on one that did', async () => {
    const storage = new Storage();
    storage.serviceAnswers = true;
    storage.answers = [broken, broken];
    await expect(storage.upload(file(mib))).rejects.toBeInstanceOf(StorageUnreachableError);
    storage.records.clear();
    storage.answers = [() => null, () => null, broken, broken, broken];
    expect(await storage.upload(file(9 * mib))).toBe('u2');
  });

  it('stops at once on a refusal', async () => {
    const storage = new Storage();
    storage.answers = [() => answer(413)];
    await expect(storage.upload(file(20 * mib))).rejects.toMatchObject({ status: 413 });
    expect(storage.pauses).toEqual([]);
  });

  it('makes blocks that storage takes, with ids of one length', () => {
    for (const size of [1, 64 * mib, 2 ** 31, 2 ** 41]) expect(Math.ceil(size / blockSizeFor(size))).toBeLessThanOrEqual(10_000);
    expect(new Set([0, 9, 10, 49_999].map((n) => blockId(n).length)).size).toBe(1);
    expect(blockListXml(2)).toBe(`<?xml version="1.0" encoding="utf-8"?><BlockList><Latest>${blockId(0)}</Latest><Latest>${blockId(1)}</Latest></BlockList>`);
  });
});

describe('form', () => {
  it('puts the video last and leaves out what is empty', () => {
    const form = submitForm(defaultOptions, new File(['x'], 'own.srt'), file(3));
    const names = [...form.keys()];
    expect(names.at(-1)).toBe('video');
    expect(names).not.toContain('voice');
    expect(names).toContain('subtitleFile');
    expect(submitFields({ ...defaultOptions, voice: ' ana ' }, { subtitleFile: 'text' })).toMatchObject({ voice: 'ana', subtitleFile: 'text', targetLanguage: 'es' });
  });

  it('sends subtitles as text where they are UTF-8, else as they are', () => {
    expect(subtitleMembers(new TextEncoder().encode('\uFEFFñ 你'))).toEqual({ subtitleFile: 'ñ 你' });
    expect(subtitleMembers(new Uint8Array([0x6d, 0xf1]))).toEqual({ subtitleBytes: 'bfE=' });
  });
});

describe('choices', () => {
  it('keeps the last options and falls back on anything else', () => {
    expect(loadOptions(JSON.stringify({ targetLanguage: 'ca', speed: 'fast', unknown: 1 }))).toEqual({ ...defaultOptions, targetLanguage: 'ca' });
    expect(loadOptions('{')).toEqual(defaultOptions);
    expect(loadOptions(null)).toEqual(defaultOptions);
  });

  it.each([['en', true], ['pt-br', true], ['zh-hans', true], ['EN', false], ['e', false], ['en_US', false], ['', false]])('language code %s: %s', (code, good) => expect(isLanguageCode(code)).toBe(good));

  it('finds files that need not be sent', () => {
    expect(faultOf({ size: 0 }, 10)).toBe('empty');
    expect(faultOf({ size: 11 }, 10)).toBe('tooLarge');
    expect(faultOf({ size: 10 }, 10)).toBeNull();
    expect(faultOf({ size: 1e12 }, null)).toBeNull();
  });
});

describe('the key of a submission', () => {
  it('is made without what browsers have on https alone', () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(10) });
    expect(requestKey()).toBe('0a'.repeat(16));
    vi.unstubAllGlobals();
  });
});
