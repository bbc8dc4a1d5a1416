import { randomUUID } from 'node:crypto';
import type {
  ApiKeyView, AuditEntry, Cue, GlossaryTerm, JobError, JobEvent, JobView, LanguageCatalogue, LiveLimits, QuarantineEntry, SubtitleDocument,
} from '../src/api/types.ts';
import { hasEnded, isWaiting, stages } from '../src/api/types.ts';
import { sampleCues, sampleJobs } from './seed.ts';
import { validate } from '../src/cues/validate.ts';

export interface Record_ {
  job: JobView;
  events: JobEvent[];
  listeners: Set<(event: JobEvent) => void>;
  source: Buffer;
  cues: Cue[];
  version: number;
  /** Set by the name of the file: what becomes of the job. */
  fate: JobError | null;
}

export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly extra: Record<string, unknown> = {}) {
    super(message);
  }
}

const now = () => new Date().toISOString();
const tick = 250;
/** Ticks that each stage takes. */
const stageTicks = [2, 2, 3, 6, 3, 6, 3, 2];

/** Jobs, limits and a slot scheduler in memory: the contract's shapes and statuses, a tenth of its meaning. */
export class Service {
  readonly jobs = new Map<string, Record_>();
  readonly uploads = new Map<string, { fileName: string; size: number; blocks: Map<string, Buffer>; content: Buffer | null }>();
  readonly idempotent = new Map<string, string>();
  readonly audit: AuditEntry[] = [];
  readonly keys: ApiKeyView[] = [];
  readonly secrets = new Map<string, string>();
  readonly quarantine: QuarantineEntry[] = [];
  readonly modes = new Map<string, 'Active' | 'Paused' | 'Draining'>();
  readonly languages: LanguageCatalogue = {
    recognized: ['en'],
    pairs: [{ source: 'en', targets: ['ca', 'es', 'gl'] }, { source: 'pt', targets: ['es'] }],
    targets: [{ language: 'ca', voices: ['ca'] }, { language: 'es', voices: ['es', 'es-419'] }, { language: 'gl' }],
    voiceVariants: [], canChooseVoice: true, canChooseSpeed: true, leavesMachine: false,
  };

  glossary: GlossaryTerm[] = [{ source: 'TransVox', translation: null }, { source: 'pull request', translation: 'solicitud de cambios' }];
  limits: LiveLimits = {
    version: 4, maxGlobalJobs: 2, maxJobsPerUser: 2, queueTimeout: 3600, enablePriority: true, maxQueueSize: 100,
    maxVideoSizeMb: 2048, maxVideoDurationMinutes: 60, policy: 'Fair', pools: { default: { capacity: 2, mode: 'Active' } },
    users: { studio: { maxJobs: 3, weight: 2 } },
  };

  constructor() {
    setInterval(() => this.step(), tick).unref();
  }

  seed(): void {
    for (const job of sampleJobs()) this.keep(job, Buffer.alloc(0));
    this.quarantine.push({ jobId: 'q-1', userId: 'maria', fileName: 'broken stream.ts', at: now(), reason: 'Crashed its worker three times in Transcribe.' });
    this.log('dev', 'limits', 'maxGlobalJobs 3 → 2');
  }

  log(by: string, action: string, details: string): void {
    this.audit.unshift({ at: now(), by, action, details });
  }

  keep(job: JobView, source: Buffer): Record_ {
    const name = job.fileName.toLowerCase();
    const fate: JobError | null = name.includes('mute')
      ? { code: 'no_audio', message: 'The video has no sound track, so there is nothing to dub.', stage: 'Probe', retryable: false }
      : name.includes('silent')
      ? { code: 'no_speech', message: 'No speech was found in the sound track. Check that the right track is in the file.', stage: 'Transcribe', retryable: false }
      : name.includes('fail') ? { code: 'engine_failed', message: 'The transcription program ended with code 139. The log has its last lines.', stage: 'Transcribe', retryable: true } : null;
    const record: Record_ = { job, events: [], listeners: new Set(), source, cues: sampleCues(), version: 1, fate };
    this.jobs.set(job.id, record);
    return record;
  }

  submit(userId: string, fileName: string, fields: Record<string, unknown>, source: Buffer): JobView {
    const id = `${userId}-${randomUUID().slice(0, 12)}`;
    const text = (name: string, usual: string) => String(fields[name] ?? usual);
    const job: JobView = {
      id, userId, fileName, state: 'Validating', stage: 'Probe', progress: 0,
      options: {
        sourceLanguage: text('sourceLanguage', 'en'), targetLanguage: text('targetLanguage', 'es'),
        subtitles: text('subtitles', 'Soft') as 'Soft', output: text('output', 'Video') as 'Video', voice: fields.voice ? text('voice', '') : null, speed: Number(fields.speed ?? 1), glossary: [], combine: false,
      },
      priority: text('priority', 'Normal') as 'Normal', pool: 'default', createdAt: now(), stages: stages.map((stage) => ({ stage, state: 'Pending', progress: 0, reused: false, attempts: 0 })),
      languages: [], outputs: [], warnings: [], gpuSeconds: 0, mediaSeconds: 151.2, review: text('review', 'false') === 'true', cancelRequested: false,
    };
    const record = this.keep(job, source);
    this.emit(record, 'state');
    return record.job;
  }

  emit(record: Record_, kind: JobEvent['kind'], message: string | null = null): void {
    const event: JobEvent = { id: record.events.length + 1, kind, at: now(), job: record.job, message };
    record.events.push(event);
    for (const listener of record.listeners) listener(event);
  }

  change(record: Record_, change: Partial<JobView>, kind: JobEvent['kind'] = 'state', message: string | null = null): void {
    record.job = { ...record.job, ...change };
    if (hasEnded(record.job) && kind === 'state') kind = 'end';
    this.emit(record, kind, message);
  }

  document(record: Record_): SubtitleDocument {
    const problems = validate(record.cues).map((p) => ({ ...p, index: record.cues[p.index]?.index ?? 0, message: p.code }));
    return { eTag: `"${record.version}"`, editable: record.job.state === 'AwaitingReview', cues: record.cues, problems };
  }

  poolMode = () => this.modes.get('default') ?? 'Active';
  running = () => [...this.jobs.values()].filter((r) => r.job.state === 'Running');
  waiting = () => [...this.jobs.values()].filter((r) => isWaiting(r.job)).sort((a, b) => a.job.createdAt.localeCompare(b.job.createdAt));

  private step(): void {
    for (const record of this.jobs.values()) {
      const { job } = record;
      if (job.cancelRequested && !hasEnded(job)) this.change(record, { state: 'Cancelled', endedAt: now(), stage: null, queue: null, error: { code: 'cancelled', message: 'Cancelled at the request of its owner.', retryable: false } });
      else if (job.state === 'Validating' || job.state === 'Running') this.work(record);
    }
    const free = this.limits.maxGlobalJobs - this.running().length;
    this.waiting().forEach((record, place) => {
      if (place < free && this.poolMode() === 'Active') {
        this.change(record, { state: 'Running', queue: null, startedAt: record.job.startedAt ?? now() });
        return;
      }
      const position = place - Math.max(0, free) + 1;
      if (record.job.queue?.position === position) return;
      const start = Date.now() + position * 25_000;
      const iso = (ms: number) => new Date(ms).toISOString();
      const queue = {
        position, waiting: this.waiting().length, estimatedStart: iso(start), estimatedStartEarliest: iso(start - 60_000),
        estimatedStartLatest: iso(start + 180_000), estimatedFinish: iso(start + 300_000), timesOutAt: iso(Date.parse(record.job.createdAt) + 3_600_000),
      };
      this.change(record, { queue }, 'queue');
    });
  }

  private work(record: Record_): void {
    const { job } = record;
    const place = job.stages.findIndex((s) => s.state !== 'Completed' && s.state !== 'Skipped');
    const current = job.stages[place];
    if (!current) return this.finish(record);
    const fraction = current.state === 'Pending' ? 0 : current.progress + 1 / (stageTicks[place] ?? 4);
    if (current.state === 'Pending') return this.stage(record, place, { state: 'Running', startedAt: now(), attempts: 1, engine: place > 1 ? 'embedded' : 'ffmpeg' }, 'stage', `${current.stage} started`);
    if (record.fate && record.fate.stage === current.stage && fraction > 0.5) {
      this.stage(record, place, { state: 'Failed', endedAt: now() }, 'stage');
      this.change(record, { state: current.stage === 'Probe' ? 'Rejected' : 'Failed', stage: null, endedAt: now(), error: record.fate });
      return;
    }
    if (fraction < 0.999) return this.stage(record, place, { progress: fraction }, 'progress');
    const seconds = (Date.now() - Date.parse(current.startedAt ?? now())) / 1000;
    this.stage(record, place, { state: 'Completed', progress: 1, endedAt: now(), seconds }, 'stage', `${current.stage} done`);
    if (current.stage === 'Extract') this.change(record, { state: 'QueuedGpu' });
    if (current.stage === 'Translate' && job.review) this.change(record, { state: 'AwaitingReview', stage: null, reviewDeadline: new Date(Date.now() + 86_400_000).toISOString() });
  }

  private stage(record: Record_, place: number, change: Partial<JobView['stages'][number]>, kind: JobEvent['kind'], message: string | null = null): void {
    const list = record.job.stages.map((s, i) => (i === place ? { ...s, ...change } : s));
    const progress = list.reduce((sum, s, i) => sum + (s.state === 'Completed' ? 1 : s.progress) * (stageTicks[i] ?? 1), 0) / stageTicks.reduce((a, b) => a + b);
    this.change(record, { stages: list, stage: list[place]?.stage ?? null, progress }, kind, message);
  }

  private finish(record: Record_): void {
    const to = record.job.options.targetLanguage;
    const files = [['dubbed.mp4', 'video/mp4', record.source.length], [`subtitles.${to}.srt`, 'application/x-subrip', 4211], [`subtitles.${to}.vtt`, 'text/vtt', 4190], ['subtitles.en.vtt', 'text/vtt', 4012], ['transcript.json', 'application/json', 9102]] as const;
    const outputs = files.map(([name, contentType, size]) => ({ name, contentType, size, url: `/api/jobs/${record.job.id}/files/${name}` }));
    this.change(record, { state: 'Completed', stage: null, progress: 1, endedAt: now(), outputs, gpuSeconds: 12.4 });
  }
}
