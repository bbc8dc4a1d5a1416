import { ApiError } from '../api/client';
import type { UploadLink } from '../api/types';
import type { Sending, Sent } from './xhr';

/** An upload that can go on later: the link and the blocks that storage has. */
export interface UploadRecord { link: UploadLink; size: number; blockSize: number; done: number[] }

/** Keeps records of unfinished uploads, so that choosing the same file again goes on. */
export interface UploadRecords {
  load: (key: string) => UploadRecord | null;
  save: (key: string, record: UploadRecord) => void;
  remove: (key: string) => void;
}

export interface BlockPorts {
  send: (sending: Sending) => Promise<Sent>;
  createUpload: (fileName: string, size: number) => Promise<UploadLink>;
  records: UploadRecords;
  /** Waits before a retry; returns early when the network is back. */
  pause: (seconds: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
  /** Whether the service itself answers: then it is the way to the storage that is barred, not the network that is down. */
  serviceAnswers: () => Promise<boolean>;
}

/** The browser may not or cannot reach the storage, while the service answers: the video has to go through the service. */
export class StorageUnreachableError extends Error {}

export interface BlockHandlers {
  progress: (bytes: number) => void;
  resumed: () => void;
  broken: (retryInSeconds: number | null) => void;
}

const mib = 1024 * 1024;
const parallel = 3;
const longestPause = 30;

/** Small enough to lose little with a broken connection, large enough for few requests; storage takes 50,000 blocks at most. */
export const blockSizeFor = (size: number): number => Math.max(4 * mib, Math.ceil(size / 10_000 / mib) * mib);

/** All ids of a blob must be of one length. */
export const blockId = (n: number): string => btoa(`b${String(n).padStart(8, '0')}`);

export const uploadKey = (file: File): string => `${file.name}|${file.size}|${file.lastModified}`;

export function blockListXml(count: number): string {
  const ids = Array.from({ length: count }, (_, i) => `<Latest>${blockId(i)}</Latest>`).join('');
  return `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids}</BlockList>`;
}

/**
 * Uploads a file block by block through a write-only link and returns the upload's id. Goes on with an earlier attempt at the
 * same file while its link lives; waits out network breaks for as long as it takes; starts over once when the link has expired.
 */
export async function uploadBlocks(file: File, ports: BlockPorts, handlers: BlockHandlers, signal: AbortSignal): Promise<string> {
  const key = uploadKey(file);
  for (let renewed = false; ; renewed = true) {
    const record = await recordOf(file, key, ports, handlers);
    try {
      await sendBlocks(file, record, key, ports, handlers, signal);
      await commit(file, record, ports, handlers, signal);
      ports.records.remove(key);
      return record.link.uploadId;
    } catch (error) {
      const expired = error instanceof ApiError && (error.status === 403 || error.status === 404);
      if (!expired || renewed) throw error;
      ports.records.remove(key);
    }
  }
}

async function recordOf(file: File, key: string, ports: BlockPorts, handlers: BlockHandlers): Promise<UploadRecord> {
  const found = ports.records.load(key);
  if (found && found.size === file.size && Date.parse(found.link.expiresAt) > ports.now() + 60_000) {
    if (found.done.length > 0) handlers.resumed();
    return found;
  }
  const link = await ports.createUpload(file.name, file.size);
  const record = { link, size: file.size, blockSize: blockSizeFor(file.size), done: [] };
  ports.records.save(key, record);
  return record;
}

async function sendBlocks(
  file: File, record: UploadRecord, key: string, ports: BlockPorts, handlers: BlockHandlers, signal: AbortSignal,
): Promise<void> {
  const count = Math.ceil(file.size / record.blockSize);
  const done = new Set(record.done);
  const queue = Array.from({ length: count }, (_, i) => i).filter((i) => !done.has(i));
  const sizeOf = (i: number) => Math.min(record.blockSize, file.size - i * record.blockSize);
  const inFlight = new Map<number, number>();
  let settled = [...done].reduce((sum, i) => sum + sizeOf(i), 0);
  const report = () => handlers.progress(settled + [...inFlight.values()].reduce((sum, n) => sum + n, 0));
  report();

  // One failure that cannot be mended stops the other senders too.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const sender = async () => {
    for (let i = queue.shift(); i !== undefined; i = queue.shift()) {
      const body = file.slice(i * record.blockSize, i * record.blockSize + sizeOf(i));
      const url = withQuery(record.link.url, { comp: 'block', blockid: blockId(i) });
      const place = i;
      const attempt = () =>
        ports.send({ method: 'PUT', url, body, signal: either, progress: (n) => (inFlight.set(place, Math.min(n, sizeOf(place))), report()) });
      await persist(ports, handlers, either, attempt, () => record.done.length > 0);
      inFlight.delete(i);
      settled += sizeOf(i);
      record.done.push(i);
      ports.records.save(key, record);
      report();
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, sender));
  } catch (error) {
    stop.abort();
    throw error;
  }
}

async function commit(file: File, record: UploadRecord, ports: BlockPorts, handlers: BlockHandlers, signal: AbortSignal): Promise<void> {
  const body = blockListXml(Math.ceil(file.size / record.blockSize));
  const headers = { 'Content-Type': 'application/xml', 'x-ms-blob-content-type': file.type || 'application/octet-stream' };
  const attempt = () => ports.send({ method: 'PUT', url: withQuery(record.link.url, { comp: 'blocklist' }), headers, body, signal });
  await persist(ports, handlers, signal, attempt, () => true);
}

/**
 * Sends until there is an answer: a broken network and a storage that is not well are waited out, refusals are errors. A storage
 * that never answered while the service does is out of this browser's reach (no CORS rule, another network).
 */
async function persist(
  ports: BlockPorts, handlers: BlockHandlers, signal: AbortSignal, attempt: () => Promise<Sent>, answeredBefore: () => boolean,
): Promise<void> {
  for (let failures = 0; ; failures++) {
    let refused: ApiError | null = null;
    try {
      const answer = await attempt();
      if (answer.status >= 200 && answer.status < 300) {
        if (failures > 0) handlers.broken(null);
        return;
      }
      const passing = answer.status >= 500 || answer.status === 408 || answer.status === 429;
      if (!passing) refused = new ApiError(answer.status, 'storage_unavailable', `The storage answered ${answer.status}.`);
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError)) throw error;
      if (failures >= 1 && !answeredBefore() && (await ports.serviceAnswers())) throw new StorageUnreachableError();
    }
    if (refused) throw refused;
    const seconds = Math.min(2 ** failures, longestPause);
    handlers.broken(seconds);
    await ports.pause(seconds, signal);
    signal.throwIfAborted();
  }
}

function withQuery(url: string, query: Record<string, string>): string {
  const result = new URL(url, location.href);
  for (const [name, value] of Object.entries(query)) result.searchParams.set(name, value);
  return result.href;
}
