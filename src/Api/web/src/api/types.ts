/** The JSON of the HTTP API (docs/http.md); times of jobs are ISO 8601, times of cues are seconds. */

export const stages = ['Probe', 'Extract', 'Separate', 'Transcribe', 'Translate', 'Synthesize', 'Mix', 'Mux'] as const;
export type Stage = (typeof stages)[number];

export const jobStates = [
  'Received', 'Validating', 'QueuedUser', 'QueuedGpu', 'Running', 'AwaitingReview',
  'Completed', 'Failed', 'Cancelled', 'TimedOut', 'Rejected',
] as const;
export type JobState = (typeof jobStates)[number];

export type StageState = 'Pending' | 'Running' | 'Completed' | 'Failed' | 'Skipped';
export type JobPriority = 'Low' | 'Normal' | 'High';
export type SubtitleMode = 'Soft' | 'Hard' | 'Bilingual' | 'None';
export type OutputKind = 'Video' | 'Audio' | 'Dual';
export type PoolMode = 'Active' | 'Paused' | 'Draining';
export type AdmissionPolicy = 'Fair' | 'Fifo' | 'Priority';

export interface GlossaryTerm { source: string; translation?: string | null }

export interface DubbingOptions {
  sourceLanguage: string;
  targetLanguage: string;
  subtitles: SubtitleMode;
  output: OutputKind;
  voice?: string | null;
  speed: number;
  glossary?: GlossaryTerm[];
}

export interface QueuePlace {
  position: number;
  waiting: number;
  estimatedStart?: string | null;
  estimatedStartEarliest?: string | null;
  estimatedStartLatest?: string | null;
  estimatedFinish?: string | null;
  timesOutAt?: string | null;
}

export interface StageView {
  stage: Stage;
  state: StageState;
  progress: number;
  startedAt?: string | null;
  endedAt?: string | null;
  seconds?: number | null;
  reused?: boolean;
  attempts?: number;
  engine?: string | null;
}

export interface OutputFile { name: string; size: number; contentType: string; url: string }

export interface JobError { code: string; message: string; stage?: Stage | null; retryable?: boolean }

export interface JobView {
  id: string;
  userId: string;
  fileName: string;
  state: JobState;
  stage?: Stage | null;
  progress: number;
  options: DubbingOptions;
  priority: JobPriority;
  pool: string;
  createdAt: string;
  startedAt?: string | null;
  endedAt?: string | null;
  queue?: QueuePlace | null;
  stages: StageView[];
  outputs: OutputFile[];
  error?: JobError | null;
  warnings: string[];
  gpuSeconds: number;
  mediaSeconds?: number | null;
  review: boolean;
  reviewDeadline?: string | null;
  basedOn?: string | null;
  cancelRequested: boolean;
}

export interface JobPage { jobs: JobView[]; next?: string | null }

export interface JobEvent {
  id: number;
  kind: 'state' | 'stage' | 'progress' | 'queue' | 'log' | 'end';
  at: string;
  job?: JobView | null;
  message?: string | null;
}

export interface Cue {
  index: number;
  start: number;
  end: number;
  text: string;
  translation?: string | null;
  confidence?: number | null;
  speaker?: string | null;
}

export interface CueProblem { index: number; code: string; message: string; blocking: boolean }

export interface SubtitleDocument { eTag: string; editable: boolean; cues: Cue[]; problems: CueProblem[] }

export interface LeaseView { jobId?: string | null; userId?: string | null; cost: number; grantedAt: string }

export interface PoolView {
  name: string;
  capacity: number;
  inUse: number;
  mode: PoolMode;
  policy: AdmissionPolicy;
  leases: LeaseView[];
}

export interface QueueEntry {
  position: number;
  jobId?: string | null;
  userId?: string | null;
  priority: JobPriority;
  pool: string;
  enqueuedAt: string;
  estimatedStart?: string | null;
  mine: boolean;
}

export interface QueueView { pools: PoolView[]; waiting: QueueEntry[]; maxQueueSize: number }

export interface MeView {
  userId: string;
  displayName?: string | null;
  isAdmin: boolean;
  maxJobs: number;
  weight: number;
  running: number;
  waiting: number;
  gpuSeconds: number;
  recentGpuSeconds: number;
  maxVideoBytes: number;
  maxVideoSeconds: number;
  /** Whether the priority of a job counts; absent on a host that does not say. */
  priorityEnabled?: boolean;
}

/** What the service can dub. A list that is absent was not declared: anything goes there. */
export interface LanguageCatalogue {
  /** Languages whose speech is recognized; any other needs subtitles of the user's own. */
  recognized?: string[];
  pairs?: { source: string; targets?: string[] }[];
  targets?: { language: string; voices?: string[] }[];
  /** Voices of languages that list none of their own. */
  voices?: string[];
  voiceVariants: string[];
  canChooseVoice: boolean;
  canChooseSpeed: boolean;
  /** Profiles that a submission may name, the default first; absent when there is one. */
  profiles?: ProfileOffer[];
}

export interface ProfileOffer { name: string; description?: string; pool?: string; maxVideoMinutes?: number; languages: LanguageCatalogue }

export interface UploadLink { uploadId: string; url: string; expiresAt: string; maxBytes: number }

export interface PoolLimits { capacity: number; mode: PoolMode }
export interface UserLimits { maxJobs?: number | null; weight?: number | null }

export interface LiveLimits {
  version: number;
  maxGlobalJobs: number;
  maxJobsPerUser: number;
  queueTimeout: number;
  enablePriority: boolean;
  maxQueueSize: number;
  maxVideoSizeMb: number;
  maxVideoDurationMinutes: number;
  policy: AdmissionPolicy;
  pools: Record<string, PoolLimits>;
  users: Record<string, UserLimits>;
}

export interface QuarantineEntry { jobId: string; userId: string; fileName: string; at: string; reason: string }
export interface AuditEntry { at: string; by: string; action: string; details: string }
export interface ReapReport { leasesChecked: number; returned: string[]; resent: string[]; placesFreed: string[] }
export interface ApiKeyEntry { keyId: string; userId: string; admin: boolean; note?: string | null; createdAt?: string | null }
export interface NewApiKey { keyId: string; key: string }

/** RFC 9457 problem details with the service's stable code. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  activeJobId?: string;
}

/** What a user asks for with a video. */
export interface SubmitOptions {
  /** Empty: the service's default. */
  profile: string;
  sourceLanguage: string;
  targetLanguage: string;
  subtitles: SubtitleMode;
  output: OutputKind;
  voice: string;
  speed: number;
  priority: JobPriority;
  review: boolean;
}

const ended: ReadonlySet<JobState> = new Set(['Completed', 'Failed', 'Cancelled', 'TimedOut', 'Rejected']);
export const hasEnded = (job: Pick<JobView, 'state'>): boolean => ended.has(job.state);
export const isWaiting = (job: Pick<JobView, 'state'>): boolean => job.state === 'QueuedUser' || job.state === 'QueuedGpu';
