import type { AdmissionPolicy, LiveLimits } from '../../api/types';

/** Whole numbers that operators change, with the range that a form can know of itself. */
export const numberFields = [
  { name: 'maxGlobalJobs', min: 1, max: 1000 },
  { name: 'maxJobsPerUser', min: 1, max: 1000 },
  { name: 'queueTimeout', min: 1, max: 604_800 },
  { name: 'maxQueueSize', min: 1, max: 100_000 },
  { name: 'maxVideoSizeMb', min: 1, max: 102_400 },
  { name: 'maxVideoDurationMinutes', min: 1, max: 1440 },
] as const;

export type NumberField = (typeof numberFields)[number]['name'];

/** What one operator typed over the limits; absent members are untouched. */
export interface LimitsDraft {
  numbers: Partial<Record<NumberField, number>>;
  capacities: Record<string, number>;
  enablePriority?: boolean;
  policy?: AdmissionPolicy;
}

export const emptyDraft: LimitsDraft = { numbers: {}, capacities: {} };

/** The limits with the draft laid over them. After a conflict the same draft is laid over what the other operator saved. */
export function applyDraft(limits: LiveLimits, draft: LimitsDraft): LiveLimits {
  const pools = { ...limits.pools };
  for (const [name, capacity] of Object.entries(draft.capacities)) pools[name] = { mode: 'Active', ...pools[name], capacity };
  return {
    ...limits,
    ...draft.numbers,
    pools,
    ...(draft.enablePriority === undefined ? {} : { enablePriority: draft.enablePriority }),
    ...(draft.policy === undefined ? {} : { policy: draft.policy }),
  };
}

/** The draft without members that are the same as the limits anyway. */
export function pruneDraft(limits: LiveLimits, draft: LimitsDraft): LimitsDraft {
  const numbers = Object.fromEntries(Object.entries(draft.numbers).filter(([name, value]) => limits[name as NumberField] !== value));
  const capacities = Object.fromEntries(Object.entries(draft.capacities).filter(([name, value]) => limits.pools[name]?.capacity !== value));
  return {
    numbers, capacities,
    ...(draft.enablePriority === undefined || draft.enablePriority === limits.enablePriority ? {} : { enablePriority: draft.enablePriority }),
    ...(draft.policy === undefined || draft.policy === limits.policy ? {} : { policy: draft.policy }),
  };
}

export const draftSize = (draft: LimitsDraft): number =>
  Object.keys(draft.numbers).length + Object.keys(draft.capacities).length + (draft.enablePriority === undefined ? 0 : 1) + (draft.policy === undefined ? 0 : 1);
