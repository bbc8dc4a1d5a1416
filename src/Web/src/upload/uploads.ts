import { signal } from '@preact/signals';
import { api, ApiError, problemOf } from '../api/client';
import { authorization, keyWanted } from '../api/identity';
import type { JobView, SubmitOptions } from '../api/types';
import { wait } from '../api/watch';
import { noteJob } from '../state/jobs';
import { announce } from '../ui/announce';
import { t } from '../i18n';
import { StorageUnreachableError, uploadBlocks, uploadKey, type BlockPorts } from './blocks';
import { multipartLimit, requestKey, submitFields, submitForm, subtitleMembers } from './form';
import { sessionRecords } from './records';
import { send } from './xhr';

export type UploadPhase = 'waiting' | 'uploading' | 'paused' | 'queueFull' | 'submitting' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  key: string;
  file: File;
  subtitleFile: File | null;
  options: SubmitOptions;
  phase: UploadPhase;
  /** Bytes that are over. */
  sent: number;
  resumed: boolean;
  /** Seconds until the next attempt, while paused. */
  retryIn: number;
  error: ApiError | null;
  job: JobView | null;
  /** Told of the job once it is there. */
  onJob: ((job: JobView) => void) | null;
}

/** Uploads of this page, oldest first. */
export const uploads = signal<readonly Upload[]>([]);

const aborts = new Map<string, AbortController>();
let working = false;

export function enqueue(files: readonly File[], options: SubmitOptions, subtitleFile: File | null, onJob: Upload['onJob'] = null): void {
  const added = files.map<Upload>((file) => ({
    key: requestKey(), file, subtitleFile, options, phase: 'waiting', sent: 0, resumed: false, retryIn: 0, error: null, job: null, onJob,
  }));
  uploads.value = [...uploads.value, ...added];
  void work();
}

export function cancelUpload(key: string): void {
  aborts.get(key)?.abort();
  const upload = uploads.value.find((u) => u.key === key);
  if (upload && upload.phase !== 'done') update(key, { phase: 'cancelled' });
}

export function retryUpload(key: string): void {
  update(key, { phase: 'waiting', error: null, sent: 0 });
  void work();
}

export function dismissUpload(key: string): void {
  uploads.value = uploads.value.filter((u) => u.key !== key);
}

export const isOver = ({ phase }: Upload): boolean => phase === 'done' || phase === 'failed' || phase === 'cancelled';

export const uploadsRunning = (): boolean => !uploads.value.every(isOver);

function update(key: string, change: Partial<Upload>): void {
  uploads.value = uploads.value.map((u) => (u.key === key ? { ...u, ...change } : u));
}

/** One upload at a time: the first video starts being dubbed soonest that way. */
async function work(): Promise<void> {
  if (working) return;
  working = true;
  try {
    for (let next = waiting(); next; next = waiting()) await run(next);
  } finally {
    working = false;
  }
}

const waiting = () => uploads.value.find((u) => u.phase === 'waiting');

async function run(upload: Upload): Promise<void> {
  const { key } = upload;
  const abort = new AbortController();
  aborts.set(key, abort);
  try {
    const job = await persist(upload, abort.signal);
    update(key, { phase: 'done', job, sent: upload.file.size });
    noteJob(job);
    announce(t().upload.announceDone(upload.file.name));
    upload.onJob?.(job);
  } catch (error) {
    if (abort.signal.aborted) update(key, { phase: 'cancelled' });
    else {
      const known = error instanceof ApiError ? error : new ApiError(0, 'internal_error', String(error));
      update(key, { phase: 'failed', error: known });
      announce(t().upload.announceFailed(upload.file.name));
    }
  } finally {
    aborts.delete(key);
  }
}

/** Sends; waits and sends again while the queue is full. The idempotency key keeps a repeated submission one job. */
async function persist(upload: Upload, abort: AbortSignal): Promise<JobView> {
  let byBlocks = upload.file.size > multipartLimit;
  for (;;) {
    try {
      return await (byBlocks ? sendBlockwise(upload, abort) : sendForm(upload, abort));
    } catch (error) {
      if (error instanceof StorageUnreachableError) {
        byBlocks = false;
        sessionRecords.remove(uploadKey(upload.file));
        continue;
      }
      if (!(error instanceof ApiError) || error.code !== 'queue_full') throw error;
      await countDown(upload.key, 'queueFull', error.retryAfter ?? 30, abort);
      abort.throwIfAborted();
    }
  }
}

async function sendForm(upload: Upload, abort: AbortSignal): Promise<JobView> {
  const { key, file } = upload;
  update(key, { phase: 'uploading' });
  const answer = await send({
    method: 'POST',
    url: '/api/jobs',
    headers: { Accept: 'application/json', 'Idempotency-Key': key, ...authorization() },
    body: submitForm(upload.options, upload.subtitleFile, file),
    signal: abort,
    progress: (bytes) => update(key, { sent: Math.min(bytes, file.size), phase: bytes >= file.size ? 'submitting' : 'uploading' }),
  });
  if (answer.status === 401) keyWanted.value = true;
  if (answer.status < 200 || answer.status > 299) throw problemOf(answer.status, answer.body, answer.header('Retry-After'));
  return JSON.parse(answer.body) as JobView;
}

async function sendBlockwise(upload: Upload, abort: AbortSignal): Promise<JobView> {
  const { key, file, subtitleFile } = upload;
  update(key, { phase: 'uploading' });
  const uploadId = await uploadBlocks(file, blockPorts(key), {
    progress: (sent) => update(key, { sent, phase: 'uploading' }),
    resumed: () => update(key, { resumed: true }),
    broken: (seconds) => update(key, seconds === null ? { phase: 'uploading' } : { phase: 'paused', retryIn: seconds }),
  }, abort);
  update(key, { phase: 'submitting' });
  const subtitles = subtitleFile ? subtitleMembers(new Uint8Array(await subtitleFile.arrayBuffer())) : null;
  return api.submitUploaded({ ...submitFields(upload.options, subtitles), uploadId }, key);
}

const blockPorts = (key: string): BlockPorts => ({
  send,
  createUpload: api.createUpload,
  records: sessionRecords,
  now: () => Date.now(),
  serviceAnswers: () => api.me().then(() => true, (error: unknown) => error instanceof ApiError && error.status !== 0),
  pause: async (seconds, abort) => {
    const early = new AbortController();
    const online = () => early.abort();
    addEventListener('online', online);
    try {
      await countDown(key, 'paused', seconds, AbortSignal.any([abort, early.signal]));
    } finally {
      removeEventListener('online', online);
    }
  },
});

async function countDown(key: string, phase: UploadPhase, seconds: number, stop: AbortSignal): Promise<void> {
  for (let left = Math.ceil(seconds); left > 0 && !stop.aborted; left--) {
    update(key, { phase, retryIn: left });
    await wait(1000, stop);
  }
}
