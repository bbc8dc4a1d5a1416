import type { Cue, CueProblem } from '../api/types';

/**
 * The checks that the service makes when cues are saved, made here while one types. The service has the last word: what it
 * says after a save replaces what was found here for cues that did not change since.
 */
export interface CueRules {
  /** Characters of translation that fit into one second, for scripts with and without spaces between words. */
  alphabeticPerSecond: number;
  ideographicPerSecond: number;
  /** Below this, recognition is usually wrong. */
  confidence: number;
}

export const defaultRules: CueRules = { alphabeticPerSecond: 25, ideographicPerSecond: 9, confidence: 0.4 };

/** Rounding of times to milliseconds must not look like an overlap. */
const tolerance = 0.0005;

const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Seconds that a text needs at the fastest tolerable pace. */
export function secondsNeeded(text: string, rules: CueRules = defaultRules): number {
  const wide = text.match(ideographs)?.length ?? 0;
  const others = [...text.trim()].length - wide;
  return wide / rules.ideographicPerSecond + Math.max(0, others) / rules.alphabeticPerSecond;
}

/** Problems by the cue's place in the list, not by its index: places are what the list shows. */
export function validate(cues: readonly Cue[], rules: CueRules = defaultRules): CueProblem[] {
  const problems: CueProblem[] = [];
  cues.forEach((cue, place) => {
    const add = (code: string, blocking: boolean) => problems.push({ index: place, code, message: '', blocking });
    const timesGood = Number.isFinite(cue.start) && Number.isFinite(cue.end) && cue.start >= 0 && cue.end > cue.start;
    if (!timesGood) add('bad_times', true);
    const text = cue.translation ?? '';
    if (text.trim() === '') add('empty', true);
    else if (timesGood && secondsNeeded(text, rules) > cue.end - cue.start) add('too_long_for_slot', false);
    const next = cues[place + 1];
    if (timesGood && next && next.start < cue.end - tolerance) add('overlap', true);
    if (cue.confidence != null && cue.confidence < rules.confidence) add('low_confidence', false);
  });
  return problems;
}
