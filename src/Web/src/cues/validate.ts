import type { Cue, CueProblem } from '../api/types';

/**
 * The checks that the service makes when cues are saved, made here while one types; the numbers are the service's. What it says
 * itself, with a save, is shown instead as long as nothing changes.
 */
const rules = {
  /** Above this, speech does not fit its slot even when it is sped up. */
  charactersPerSecond: 30,
  longestText: 2000,
  /** Below this, recognition is usually wrong. */
  confidence: 0.4,
  /** Rounding of times to milliseconds is no overlap. */
  tolerance: 0.001,
};

export const longestText = rules.longestText;
export const longestSpeaker = 64;

/** Problems by the cue's place in the list, not by its index: places are what the list shows. */
export function validate(cues: readonly Cue[], mediaSeconds: number | null = null, translated = true): CueProblem[] {
  return cues.flatMap((cue, place) => [
    ...timesOf(cue, cues[place - 1], mediaSeconds),
    ...textOf(cue, translated),
    ...(cue.confidence != null && cue.confidence < rules.confidence ? [note('low_confidence')] : []),
    ...(cue.marks ?? []).map(note),
  ].map((problem) => ({ ...problem, index: place })));
}

type Found = Omit<CueProblem, 'index'>;
const note = (code: string): Found => ({ code, message: '', blocking: false });
const error = (code: string): Found => ({ code, message: '', blocking: true });

function timesOf(cue: Cue, before: Cue | undefined, mediaSeconds: number | null): Found[] {
  const found: Found[] = [];
  const good = Number.isFinite(cue.start) && Number.isFinite(cue.end) && cue.start >= 0 && cue.end > cue.start;
  if (!good || (mediaSeconds !== null && cue.start >= mediaSeconds)) found.push(error('bad_times'));
  // An overlap can be spoken; cues out of order cannot.
  if (before && cue.start < before.end - rules.tolerance) found.push(cue.start < before.start ? error('out_of_order') : note('overlap'));
  return found;
}

function textOf(cue: Cue, translated: boolean): Found[] {
  const text = cue.translation ?? '';
  if (cue.text.length > rules.longestText || text.length > rules.longestText) return [error('too_long_for_slot')];
  if (!translated) return [];
  if (text.trim() === '') return [note('empty')];
  const seconds = cue.end - cue.start;
  return seconds > 0 && text.length > seconds * rules.charactersPerSecond ? [note('too_long_for_slot')] : [];
}
