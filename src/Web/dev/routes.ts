import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import {
  hasEnded, isWaiting, type Cue, type JobEvent, type JobTimeline, type JobView, type LiveLimits, type PoolView, type QueueView, type TimelineEntry,
} from '../src/api/types.ts';
import { validate } from '../src/cues/validate.ts';
import { Refusal, type Record_, type Service } from './service.ts';

interface Context { service: Service; request: IncomingMessage; response: ServerResponse; url: URL; parts: string[]; user: string; admin: boolean }

export async function handle(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const context: Context = {
    service, request, response, url, ...identityOf(service, request), parts: url.pathname.split('/').filter((p) => p !== '').map(decodeURIComponent),
  };
  try {
    if (context.user === '') throw new Refusal(401, 'unauthorized', 'The key is not known.');
    const [root, first] = context.parts;
    if (root === 'dev-blob') await blob(context);
    else if (first === 'jobs') await jobs(context);
    else if (first === 'admin') await admin(context);
    else await others(context);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal_error', String(error));
    if (refusal.code === 'queue_full') response.setHeader('Retry-After', '5');
    send(response, refusal.status, { type: `/docs/errors#${refusal.code}`, title: refusal.code, status: refusal.status, detail: refusal.message, code: refusal.code, ...refusal.extra }, 'application/problem+json');
  }
}

/** A key's user, else the development identity; whoever says nothing is `dev`, an operator. No user: an unknown key. */
function identityOf(service: Service, { headers }: IncomingMessage): { user: string; admin: boolean } {
  const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (key !== undefined) {
    const found = service.keys.find((k) => k.keyId === service.secrets.get(key));
    return { user: found?.userId ?? '', admin: found?.admin ?? false };
  }
  const user = headers['x-dev-user'];
  return user === undefined ? { user: 'dev', admin: true } : { user: String(user), admin: headers['x-dev-admin'] === 'true' };
}

function send(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'Content-Type': type }).end(body === undefined ? '' : JSON.stringify(body));
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = async <T>(request: IncomingMessage): Promise<T> => JSON.parse((await bytes(request)).toString() || '{}') as T;

async function jobs(context: Context): Promise<void> {
  const { service, request, response, url, parts, user } = context;
  const [, , id, action, name] = parts;
  if (id === undefined) {
    if (request.method === 'POST') return submit(context);
    const states = url.searchParams.get('state')?.split(',');
    const all = [...service.jobs.values()].map((r) => r.job)
      .filter((j) => (!states || states.includes(j.state)) && (url.searchParams.get('all') === 'true' || j.userId === user))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    const from = Number(url.searchParams.get('after') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 50);
    return send(response, 200, { jobs: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null });
  }
  const record = service.jobs.get(id);
  if (!record || (record.job.userId !== user && !context.admin)) throw new Refusal(404, 'not_found', 'There is no such job.');
  if (action === undefined) return send(response, 200, record.job);
  if (action === 'events') return events(context, record);
  if (action === 'timeline') return send(response, 200, timelineOf(record.job));
  if (action === 'source' || action === 'files') return file(context, record, name);
  if (action === 'subtitles') return subtitles(context, record);
  if (action === 'waveform') throw new Refusal(404, 'not_found', 'The stand-in has no sound.');
  if (action === 'review') throw new Refusal(503, 'engine_missing', 'The stand-in does not speak.');
  return act(context, record, action);
}

async function submit({ service, request, response, user }: Context): Promise<void> {
  const key = String(request.headers['idempotency-key'] ?? randomUUID());
  const known = service.jobs.get(service.idempotent.get(key) ?? '');
  const body = await bytes(request);
  if (known) return send(response, 202, known.job);
  const multipart = (request.headers['content-type'] ?? '').startsWith('multipart/');
  let fields: Record<string, unknown>;
  let content: Buffer;
  let fileName: string;
  if (multipart) {
    const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': request.headers['content-type'] ?? '' } }).formData();
    const video = form.get('video') as File;
    fields = Object.fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'));
    content = Buffer.from(await video.arrayBuffer());
    fileName = video.name;
  } else {
    fields = JSON.parse(body.toString()) as Record<string, unknown>;
    const upload = service.uploads.get(String(fields.uploadId));
    if (!upload?.content) throw new Refusal(400, 'invalid_request', 'The upload is not complete.');
    content = upload.content;
    fileName = upload.fileName;
  }
  if (fileName.includes('busy')) throw new Refusal(409, 'user_busy', 'You have a running job; wait for it, or cancel it.', { activeJobId: 'dev-done' });
  if (service.waiting().length >= service.limits.maxQueueSize) throw new Refusal(429, 'queue_full', 'The queue is full.');
  if (service.languages.targets?.every((target) => target.language !== fields.targetLanguage)) {
    throw new Refusal(400, 'unsupported_pair', `'en' cannot be dubbed into '${String(fields.targetLanguage)}' here. From 'en' there is: ca, es, gl.`);
  }
  const job = service.submit(user, fileName, fields, content);
  service.idempotent.set(key, job.id);
  response.setHeader('Location', `/api/jobs/${job.id}`);
  send(response, 202, job);
}

async function act({ service, request, response, user }: Context, record: Record_, action: string): Promise<void> {
  if (action === 'cancel') {
    if (hasEnded(record.job) && record.job.state !== 'Cancelled') throw new Refusal(409, 'conflict', 'The job has ended.');
    service.change(record, { cancelRequested: true });
    return send(response, 202, record.job);
  }
  if (action === 'approve') {
    if (record.job.state !== 'AwaitingReview') throw new Refusal(409, 'conflict', 'The job does not wait for review.');
    const match = request.headers['if-match'];
    if (match && match !== `"${record.version}"`) throw new Refusal(412, 'precondition_failed', 'The subtitles were changed meanwhile.');
    service.change(record, { state: 'QueuedGpu', review: false, reviewDeadline: null });
    return send(response, 202, record.job);
  }
  const again = service.submit(user, record.job.fileName.replace(/fail/gi, 'ok'), { ...record.job.options }, record.source);
  const next = service.jobs.get(again.id) as Record_;
  const reused = action === 'revise' ? 5 : again.stages.findIndex((_, i) => record.job.stages[i]?.state !== 'Completed');
  service.change(next, { basedOn: record.job.id, stages: again.stages.map((s, i) => (i < reused ? { ...s, state: 'Completed', progress: 1, reused: true } : s)), ...(reused > 1 ? { state: 'QueuedGpu' } : {}) });
  if (action === 'revise') next.cues = (await json<{ cues: Cue[] }>(request)).cues;
  send(response, 202, next.job);
}

/** What stages and state say: the stand-in keeps no history. */
function timelineOf(job: JobView): JobTimeline {
  const until = job.endedAt ?? new Date().toISOString();
  const stages = job.stages.filter((stage) => stage.startedAt != null).map((stage): TimelineEntry => ({
    kind: 'Stage', at: stage.startedAt as string, endedAt: stage.endedAt ?? null, stage: stage.stage, attempt: 1,
    outcome: stage.endedAt == null ? null : stage.state === 'Failed' ? 'Failed' : stage.reused ? 'Reused' : 'Completed',
  }));
  const working = stages.reduce((sum, { at, endedAt }) => sum + (Date.parse(endedAt ?? until) - Date.parse(at)) / 1000, 0);
  const submitted: TimelineEntry = { kind: 'Submitted', at: job.createdAt, endedAt: job.createdAt, name: 'upload', by: { role: 'Owner', userId: job.userId } };
  const ended: TimelineEntry[] = hasEnded(job) ? [{ kind: 'Ended', at: until, endedAt: until, outcome: job.state === 'Completed' ? 'Completed' : 'Failed', code: job.error?.code ?? null }] : [];
  return {
    jobId: job.id, state: job.state, from: job.createdAt, until, entries: [submitted, ...stages, ...ended],
    times: { waiting: 0, working, retrying: 0, review: 0, lost: 0, languages: 0, other: 0 }, next: null,
  };
}

function events({ request, response }: Context, record: Record_): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const write = (event: JobEvent) => {
    response.write(`id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
    if (event.kind === 'end') response.end();
  };
  const after = Number(request.headers['last-event-id'] ?? 0);
  const past = record.events.filter((event) => event.id > after);
  for (const event of past) write(event);
  if (past.some((event) => event.kind === 'end')) return;
  if (hasEnded(record.job)) return write({ id: record.events.length + 1, kind: 'end', at: new Date().toISOString(), job: record.job });
  record.listeners.add(write);
  response.on('close', () => record.listeners.delete(write));
}

function file({ request, response, url }: Context, record: Record_, name = 'source'): void {
  if (name.endsWith('.vtt')) {
    const stamp = (s: number) => new Date(s * 1000).toISOString().slice(11, 23);
    const text = record.cues.map((c) => `${stamp(c.start)} --> ${stamp(c.end)}\n${name.includes('.en.') ? c.text : c.translation ?? ''}`).join('\n\n');
    response.writeHead(200, { 'Content-Type': 'text/vtt' }).end(`WEBVTT\n\n${text}\n`);
    return;
  }
  const content = record.source;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const headers: Record<string, string> = { 'Content-Type': 'video/mp4', 'Accept-Ranges': 'bytes' };
  if (url.searchParams.has('download')) headers['Content-Disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  if (!range) return void response.writeHead(200, { ...headers, 'Content-Length': String(content.length) }).end(content);
  const from = Number(range[1]);
  const to = range[2] ? Math.min(Number(range[2]), content.length - 1) : content.length - 1;
  if (from > to) return void response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
  response.writeHead(206, { ...headers, 'Content-Range': `bytes ${from}-${to}/${content.length}`, 'Content-Length': String(to - from + 1) }).end(content.subarray(from, to + 1));
}

async function subtitles({ service, request, response }: Context, record: Record_): Promise<void> {
  if (request.method === 'PUT') {
    if (request.headers['if-match'] !== `"${record.version}"`) throw new Refusal(412, 'precondition_failed', 'The subtitles were changed meanwhile.');
    const { cues } = await json<{ cues: Cue[] }>(request);
    if (validate(cues).some((p) => p.code === 'bad_times')) throw new Refusal(422, 'invalid_subtitles', 'A cue ends before it starts.');
    record.cues = cues;
    record.version++;
  }
  response.setHeader('ETag', `"${record.version}"`);
  send(response, 200, service.document(record));
}

/** Stands in for blob storage: `Put Block` and `Put Block List`. */
async function blob({ service, request, response, url, parts }: Context): Promise<void> {
  const upload = service.uploads.get(parts[1] ?? '');
  if (!upload) return void response.writeHead(403).end();
  const body = await bytes(request);
  if (url.searchParams.get('comp') === 'block') upload.blocks.set(url.searchParams.get('blockid') ?? '', body);
  else upload.content = Buffer.concat([...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map((m) => upload.blocks.get(m[1] ?? '') ?? Buffer.alloc(0)));
  response.writeHead(201).end();
}

async function others({ service, request, response, parts, user, admin: isAdmin }: Context): Promise<void> {
  const mine = [...service.jobs.values()].filter((r) => r.job.userId === user);
  switch (parts[1]) {
    case 'languages':
      return send(response, 200, service.languages);
    case 'me':
      return send(response, 200, {
        userId: user, displayName: null, isAdmin, maxJobs: service.limits.maxJobsPerUser, weight: 1, running: mine.filter((r) => r.job.state === 'Running').length,
        waiting: mine.filter((r) => isWaiting(r.job)).length, gpuSeconds: 1284, recentGpuSeconds: 96, maxVideoBytes: service.limits.maxVideoSizeMb * 1024 * 1024,
        maxVideoSeconds: service.limits.maxVideoDurationMinutes * 60, priorityEnabled: service.limits.enablePriority,
      });
    case 'queue': return send(response, 200, queueView(service));
    case 'glossary':
      if (request.method === 'PUT') service.glossary = await json(request);
      return send(response, 200, service.glossary);
    case 'uploads': {
      const { fileName, size } = await json<{ fileName: string; size: number }>(request);
      const uploadId = randomUUID();
      service.uploads.set(uploadId, { fileName, size, blocks: new Map(), content: null });
      const origin = `http://${request.headers.host}`;
      return send(response, 201, { uploadId, url: `${origin}/dev-blob/${uploadId}?sig=development`, expiresAt: new Date(Date.now() + 3_600_000).toISOString(), maxBytes: 2 ** 31 });
    }
    default: throw new Refusal(404, 'not_found', 'There is no such thing.');
  }
}

function poolView(service: Service): PoolView {
  const leases = service.running().map(({ job }) => ({ jobId: job.id, userId: job.userId, cost: 1, grantedAt: job.startedAt ?? job.createdAt }));
  return { name: 'default', capacity: service.limits.maxGlobalJobs, inUse: leases.length, mode: service.poolMode(), policy: service.limits.policy, leases };
}

function queueView(service: Service): QueueView {
  const waiting = service.waiting().map(({ job }, i) => ({
    position: i + 1, jobId: job.id, userId: job.userId, priority: job.priority, pool: 'default', enqueuedAt: job.createdAt,
    estimatedStart: job.queue?.estimatedStart ?? null, mine: true,
  }));
  return { pools: [poolView(service)], waiting, maxQueueSize: service.limits.maxQueueSize };
}

async function admin({ service, request, response, parts, user, admin: isAdmin }: Context): Promise<void> {
  if (!isAdmin) throw new Refusal(403, 'forbidden', 'For operators only.');
  const [, , what, id, action] = parts;
  const answerLimits = () => {
    response.setHeader('ETag', `"${service.limits.version}"`);
    send(response, 200, service.limits);
  };
  const changeLimits = (limits: LiveLimits, details: string) => {
    service.limits = { ...limits, version: service.limits.version + 1 };
    service.log(user, 'limits', details);
    answerLimits();
  };
  if (what === 'limits') {
    if (request.method === 'GET') return answerLimits();
    const limits = await json<LiveLimits>(request);
    if (request.headers['if-match'] !== `"${service.limits.version}"`) throw new Refusal(412, 'precondition_failed', 'The limits were changed meanwhile.');
    if (limits.maxGlobalJobs < 1) throw new Refusal(400, 'invalid_request', 'maxGlobalJobs must be 1 to 1000.');
    return changeLimits(limits, JSON.stringify(limits));
  }
  if (what === 'users' && id !== undefined) {
    const { [id]: _, ...rest } = service.limits.users;
    const users = request.method === 'DELETE' ? rest : { ...rest, [id]: await json<LiveLimits['users'][string]>(request) };
    return changeLimits({ ...service.limits, users }, `user ${id}`);
  }
  if (what === 'pools') {
    service.modes.set('default', action === 'pause' ? 'Paused' : action === 'drain' ? 'Draining' : 'Active');
    service.log(user, `pool.${action}`, String(id));
    return send(response, 200, poolView(service));
  }
  if (what === 'quarantine') {
    if (request.method === 'POST') service.quarantine.splice(0);
    return send(response, request.method === 'POST' ? 202 : 200, request.method === 'POST' ? {} : service.quarantine);
  }
  if (what === 'audit') return send(response, 200, service.audit);
  if (what === 'reap') return send(response, 200, { leasesChecked: service.running().length, returned: [], resent: [], placesFreed: [] });
  if (what !== 'keys') throw new Refusal(404, 'not_found', 'There is no such thing.');
  if (request.method === 'DELETE') service.keys.splice(service.keys.findIndex((k) => k.keyId === id), 1);
  if (request.method !== 'POST') return send(response, request.method === 'DELETE' ? 204 : 200, request.method === 'DELETE' ? undefined : service.keys);
  const asked = await json<{ userId: string; admin: boolean; note: string }>(request);
  const keyId = randomUUID().slice(0, 8);
  const key = `tvk_${randomUUID().replaceAll('-', '')}`;
  service.keys.push({ keyId, ...asked, createdAt: new Date().toISOString(), createdBy: user });
  service.secrets.set(key, keyId);
  send(response, 201, { keyId, key });
}
