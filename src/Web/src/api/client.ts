import { authorization, keyWanted } from './identity';
import type {
  ApiKeyView, AuditEntry, Cue, DeliveryView, GlossaryTerm, JobPage, JobTimeline, JobView, LanguageCatalogue, LiveLimits, MeExport, MeView, NewApiKey, NewWebhook,
  PoolView, Problem, QuarantineEntry, QueuePlace, QueueView, ReapReport, Stage, SubtitleDocument, UploadLink, UserErasure, UserLimits, WebhookView,
} from './types';

/** An answer that is not a success. `code` is stable; `help` links to the explanation of the error. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly help: string | null = null,
    readonly retryAfter: number | null = null,
    readonly activeJobId: string | null = null,
  ) {
    super(message);
  }

  /** The network failed, or the server is not well: the same request may succeed later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The error in a response whose body may or may not be problem details. */
export function problemOf(status: number, body: string, retryAfter: string | null): ApiError {
  let problem: Problem = {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) problem = parsed as Problem;
  } catch {
    // A proxy in between answers with what it likes; the status says enough.
  }
  const seconds = retryAfter === null ? NaN : Number(retryAfter);
  return new ApiError(
    status,
    problem.code ?? `http_${status}`,
    problem.detail ?? problem.title ?? `HTTP ${status}`,
    safeLink(problem.type),
    Number.isFinite(seconds) ? seconds : null,
    problem.activeJobId ?? null,
  );
}

/** Links in answers are followed only to the web: never `javascript:` or `data:`. */
export function safeLink(link: string | null | undefined): string | null {
  if (!link) return null;
  try {
    const url = new URL(link, location.href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

export interface Answer<T> { body: T; etag: string | null; status: number }

interface Ask { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal | undefined }

export async function ask<T>(method: string, path: string, request: Ask = {}): Promise<Answer<T>> {
  const response = await send(method, path, 'application/json', request);
  const text = await response.text();
  const parsed = (text === '' ? undefined : JSON.parse(text)) as T;
  return { body: parsed, etag: response.headers.get('ETag'), status: response.status };
}

/** A successful answer whose body has not been read. */
async function send(method: string, path: string, accept: string, { body, headers, signal }: Ask): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        Accept: accept,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...authorization(),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      cache: 'no-store',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, 'network', error instanceof Error ? error.message : String(error));
  }
  if (response.ok) return response;
  if (response.status === 401) keyWanted.value = true;
  throw problemOf(response.status, await response.text(), response.headers.get('Retry-After'));
}

const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => (await ask<T>('GET', path, { signal })).body;
const post = async <T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> =>
  (await ask<T>('POST', path, { body, ...(headers ? { headers } : {}) })).body;
const id = encodeURIComponent;

export interface ListFilter { state?: string; after?: string; limit?: number; all?: boolean; user?: string }

export function listPath({ state, after, limit, all, user }: ListFilter): string {
  const query = new URLSearchParams();
  if (state) query.set('state', state);
  if (limit) query.set('limit', String(limit));
  if (after) query.set('after', after);
  if (all) query.set('all', 'true');
  if (user) query.set('user', user);
  return `/api/jobs?${query}`;
}

/** Null for what is not there. */
async function ifThere<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

export const api = {
  me: () => get<MeView>('/api/me'),
  languages: () => get<LanguageCatalogue>('/api/languages'),
  queue: () => get<QueueView>('/api/queue'),
  forecast: (query: Record<string, string>, signal: AbortSignal) => get<QueuePlace>(`/api/queue/forecast?${new URLSearchParams(query)}`, signal),
  jobs: (filter: ListFilter) => get<JobPage>(listPath(filter)),
  job: (jobId: string, signal?: AbortSignal) => get<JobView>(`/api/jobs/${id(jobId)}`, signal),
  timeline: (jobId: string, after?: string | null) => get<JobTimeline>(`/api/jobs/${id(jobId)}/timeline${after ? `?after=${id(after)}` : ''}`),
  /** The sample dub; null where there is none. */
  sample: (signal: AbortSignal) => ifThere(get<JobView>('/api/sample', signal)),
  sampleVideo: async (): Promise<Blob> => (await send('GET', sampleLinks.source, 'video/*, application/problem+json', {})).blob(),
  cancel: (jobId: string) => post<JobView>(`/api/jobs/${id(jobId)}/cancel`),
  remove: async (jobId: string): Promise<void> => { await ask('DELETE', `/api/jobs/${id(jobId)}`); },
  retry: (jobId: string, fromStage?: Stage) => post<JobView>(`/api/jobs/${id(jobId)}/retry`, fromStage ? { fromStage } : undefined),
  submitUploaded: (fields: object, key: string) => post<JobView>('/api/jobs', fields, { 'Idempotency-Key': key }),
  createUpload: (fileName: string, size: number) => post<UploadLink>('/api/uploads', { fileName, size }),
  subtitles: async (jobId: string): Promise<SubtitleDocument> => {
    const answer = await ask<SubtitleDocument>('GET', `/api/jobs/${id(jobId)}/subtitles`);
    return { ...answer.body, eTag: answer.etag ?? answer.body.eTag };
  },
  putSubtitles: async (jobId: string, cues: Cue[], etag: string): Promise<SubtitleDocument> => {
    const answer = await ask<SubtitleDocument>('PUT', `/api/jobs/${id(jobId)}/subtitles`, { body: { cues }, headers: { 'If-Match': etag } });
    return { ...answer.body, eTag: answer.etag ?? answer.body.eTag };
  },
  /** A line as the dub would say it: a WAV file. */
  speak: async (jobId: string, cue: Cue, signal: AbortSignal): Promise<Blob> =>
    (await send('POST', `/api/jobs/${id(jobId)}/review/speak`, 'audio/wav, application/problem+json', { body: { cue }, signal })).blob(),
  /** The shape of the voice; null where there is none. */
  waveform: async (jobId: string, signal: AbortSignal): Promise<ArrayBuffer | null> =>
    (await ifThere(send('GET', `/api/jobs/${id(jobId)}/waveform`, 'application/octet-stream, application/problem+json', { signal })))?.arrayBuffer() ?? null,
  approve: (jobId: string, etag: string) => post<JobView>(`/api/jobs/${id(jobId)}/approve`, undefined, { 'If-Match': etag }),
  revise: (jobId: string, cues: Cue[]) => post<JobView>(`/api/jobs/${id(jobId)}/revise`, { cues }),
  glossary: () => get<GlossaryTerm[]>('/api/glossary'),
  putGlossary: (terms: GlossaryTerm[]) => ask<unknown>('PUT', '/api/glossary', { body: terms }),
  exportMe: () => get<MeExport>('/api/me/export'),
  webhooks: () => get<WebhookView[]>('/api/webhooks'),
  createWebhook: (url: string, description: string | null) => post<NewWebhook>('/api/webhooks', { url, description }),
  changeWebhook: ({ id: webhookId, url, events, description, enabled }: WebhookView) =>
    ask<WebhookView>('PUT', `/api/webhooks/${id(webhookId)}`, { body: { url, events, description, enabled } }),
  removeWebhook: (webhookId: string) => ask<unknown>('DELETE', `/api/webhooks/${id(webhookId)}`),
  testWebhook: (webhookId: string) => post<DeliveryView>(`/api/webhooks/${id(webhookId)}/test`),
  deliveries: (webhookId: string) => get<DeliveryView[]>(`/api/webhooks/${id(webhookId)}/deliveries?limit=20`),
  resend: (webhookId: string, deliveryId: string) => post<DeliveryView>(`/api/webhooks/${id(webhookId)}/deliveries/${id(deliveryId)}/resend`),
  limits: () => ask<LiveLimits>('GET', '/api/admin/limits'),
  putLimits: (limits: LiveLimits, etag: string) => ask<LiveLimits>('PUT', '/api/admin/limits', { body: limits, headers: { 'If-Match': etag } }),
  putUser: (user: string, limits: UserLimits) => ask<LiveLimits>('PUT', `/api/admin/users/${id(user)}`, { body: limits }),
  removeUser: (user: string) => ask<LiveLimits>('DELETE', `/api/admin/users/${id(user)}`),
  eraseUser: (user: string) => post<UserErasure>(`/api/admin/users/${id(user)}/erase`, { confirm: user }),
  erasures: () => get<UserErasure[]>('/api/admin/erasures'),
  setPool: (pool: string, action: 'pause' | 'resume' | 'drain') => post<PoolView>(`/api/admin/pools/${id(pool)}/${action}`),
  quarantine: () => get<QuarantineEntry[]>('/api/admin/quarantine'),
  release: (jobId: string) => post<unknown>(`/api/admin/quarantine/${id(jobId)}/release`),
  audit: (limit: number) => get<AuditEntry[]>(`/api/admin/audit?limit=${limit}`),
  reap: () => post<ReapReport>('/api/admin/reap'),
  keys: () => get<ApiKeyView[]>('/api/admin/keys'),
  createKey: (userId: string, admin: boolean, note: string) => post<NewApiKey>('/api/admin/keys', { userId, admin, note }),
  removeKey: (keyId: string) => ask<unknown>('DELETE', `/api/admin/keys/${id(keyId)}`),
};

/** Where the page asks for the uploaded video. */
export const sourceUrl = (jobId: string): string => `/api/jobs/${id(jobId)}/source`;

/** Where the page asks for a result file; the name is the service's own. */
export const fileUrl = (jobId: string, name: string): string => `/api/jobs/${id(jobId)}/files/${id(name)}`;

/** Where a video and what was made of it are. */
export interface MediaLinks { source: string; file: (name: string) => string }

export const jobLinks = (jobId: string): MediaLinks => ({ source: sourceUrl(jobId), file: (name) => fileUrl(jobId, name) });

/** The sample is no job of the caller, and has addresses of its own. */
export const sampleLinks: MediaLinks = { source: '/api/sample/source', file: (name) => `/api/sample/files/${id(name)}` };
