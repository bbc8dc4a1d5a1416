import { jobStateValues, stageValues, type components } from './schema';

/** The JSON of the HTTP API by the names of docs/openapi.json, of which schema.ts is made; times of jobs are ISO 8601, times of cues are seconds. */
type Schemas = components['schemas'];

/** As the service answers: what may be null may be left out, everything else is there. */
type Answer<T> = T extends readonly (infer Item)[] ? Answer<Item>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : K]-?: Answer<T[K]> } & { [K in keyof T as null extends T[K] ? K : never]?: Answer<T[K]> }
    : T;

export type Stage = Schemas['Stage'];
/** Of a video that was uploaded: fetching is for those by address. */
export const stages: readonly Stage[] = stageValues.filter((stage) => stage !== 'Fetch');
export type JobState = Schemas['JobState'];
export const jobStates: readonly JobState[] = jobStateValues;
export type JobPriority = Schemas['JobPriority'];
export type SubtitleMode = Schemas['SubtitleMode'];
export type OutputKind = Schemas['OutputKind'];
export type AdmissionPolicy = Schemas['AdmissionPolicy'];
export type GlossaryTerm = Answer<Schemas['GlossaryTerm']>;
export type StageView = Answer<Schemas['StageView']>;
export type OutputFile = Answer<Schemas['OutputFile']>;
export type JobError = Answer<Schemas['JobError']>;
export type JobView = Answer<Schemas['JobView']>;
export type JobPage = Answer<Schemas['JobPage']>;
export type JobTimeline = Answer<Schemas['JobTimeline']>;
export type TimelineEntry = JobTimeline['entries'][number];
export type JobEvent = Answer<Schemas['JobEvent']>;
/** As it is sent, too; `duration` is the service's to say. */
export type Cue = Omit<Answer<Schemas['Cue']>, 'duration'>;
export type CueProblem = Answer<Schemas['CueProblem']>;
export type SubtitleDocument = Omit<Answer<Schemas['SubtitleDocument']>, 'cues'> & { cues: Cue[] };
export type PoolView = Answer<Schemas['PoolView']>;
export type QueuePlace = Answer<Schemas['QueuePlace']>;
export type QueueView = Answer<Schemas['QueueView']>;
export type MeView = Answer<Schemas['MeView']>;
export type LanguageCatalogue = Answer<Schemas['LanguageCatalogue']>;
export type UploadLink = Answer<Schemas['UploadLink']>;
export type UserLimits = Answer<Schemas['UserLimits']>;
export type LiveLimits = Answer<Schemas['LiveLimits']>;
export type QuarantineEntry = Answer<Schemas['QuarantineEntry']>;
export type AuditEntry = Answer<Schemas['AuditEntry']>;
export type ReapReport = Answer<Schemas['ReapReport']>;
export type ApiKeyView = Answer<Schemas['ApiKeyView']>;
export type NewApiKey = Answer<Schemas['NewApiKey']>;
export type UserErasure = Answer<Schemas['UserErasure']>;
export type WebhookView = Answer<Schemas['WebhookView']>;
export type NewWebhook = Answer<Schemas['NewWebhook']>;
export type DeliveryView = Answer<Schemas['DeliveryView']>;
export type MeExport = Answer<Schemas['MeExport']>;

/** What a user chooses for a video: every member of a submission that the form offers. */
export type SubmitOptions = Required<{
  [K in 'sourceLanguage' | 'targetLanguage' | 'profile' | 'subtitles' | 'output' | 'voice' | 'speed' | 'style' | 'priority' | 'review']: NonNullable<Schemas['SubmitBody'][K]>
}> & {
  formality: Schemas['Formality'] | '';
  /** The user's own subtitles are the translation already. */
  ownTranslation: boolean;
  /** Languages beside the first. */
  moreTargets: readonly string[];
  /** Also one video with a track for each language. */
  combine: boolean;
};

/** Stages to show: where languages have jobs of their own, without what runs in those. */
export const stagesOf = ({ stages: all, languages }: Pick<JobView, 'stages' | 'languages'>): readonly StageView[] =>
  languages.length === 0 ? all : all.filter((stage) => stage.state !== 'Skipped');

/** Only text is asked for: nothing is spoken, and there is no file of sound or picture. */
export const isTextOnly = ({ output }: { output: OutputKind }): boolean => output === 'Subtitles' || output === 'Transcript';

/** Videos with tracks to choose from have them of sound and text. */
export const canCombine = ({ output, subtitles, moreTargets }: Pick<SubmitOptions, 'output' | 'subtitles' | 'moreTargets'>): boolean =>
  moreTargets.length > 0 && (output === 'Video' || output === 'Dual') && subtitles !== 'Hard';

/** Problem details; whoever stands between may have answered without the service's members. */
export type Problem = Partial<Schemas['ApiProblem']>;

const ended: ReadonlySet<JobState> = new Set(['Completed', 'Failed', 'Cancelled', 'TimedOut', 'Rejected']);
export const hasEnded = (job: Pick<JobView, 'state'>): boolean => ended.has(job.state);
export const isWaiting = (job: Pick<JobView, 'state'>): boolean => job.state === 'QueuedUser' || job.state === 'QueuedGpu';
