import type { Cue } from '../api/types';

/** No part of a cue that is divided or moved becomes shorter, in seconds. */
export const shortestCue = 0.1;

export type TextField = 'text' | 'translation';

/** Where a cue is divided: at a time, at a place in one of its texts, or both; in the middle where neither lies inside it. */
export interface Cut { time?: number | null; field?: TextField; offset?: number }

/** A cue as two, each with its part of the texts; null when it is too short for that. What was noted about the translation holds for neither. */
export function split(cue: Cue, { time, field, offset }: Cut): [Cue, Cue] | null {
  const length = cue.end - cue.start;
  if (!(length >= 2 * shortestCue)) return null;
  const [earliest, latest] = [cue.start + shortestCue, cue.end - shortestCue];
  const cut = field !== undefined && offset !== undefined && offset > 0 && offset < (cue[field] ?? '').length ? offset : null;
  const fraction = time != null && time >= earliest && time <= latest ? (time - cue.start) / length
    : cut !== null ? cut / (cue[field as TextField] ?? '').length : 0.5;
  const middle = Math.round(Math.min(latest, Math.max(earliest, cue.start + fraction * length)) * 1000) / 1000;
  const halves = (name: TextField) => divide(cue[name] ?? '', name === field && cut !== null ? cut : fraction);
  const [texts, translations] = [halves('text'), halves('translation')];
  const part = (half: 0 | 1): Cue => ({
    ...cue, text: texts[half], ...(cue.translation == null ? {} : { translation: translations[half] }), marks: null, fullTranslation: null,
  });
  return [{ ...part(0), end: middle }, { ...part(1), start: middle }];
}

/** Two cues as one, from the start of the first to the later end. */
export function join(first: Cue, second: Cue): Cue {
  const sure = [first.confidence, second.confidence].filter((value) => value != null);
  return {
    ...first, end: Math.max(first.end, second.end), text: glue(first.text, second.text), translation: glue(first.translation ?? '', second.translation ?? ''),
    speaker: first.speaker ?? second.speaker ?? null, ...(sure.length > 0 ? { confidence: Math.min(...sure) } : {}), marks: null, fullTranslation: null,
  };
}

/** A text as two: at a place (1 and more, in characters), or between the words nearest to a fraction of it. */
function divide(text: string, at: number): [string, string] {
  const place = at >= 1 ? at : betweenWords(text, at * text.length);
  return [text.slice(0, place).trim(), text.slice(place).trim()];
}

function betweenWords(text: string, wanted: number): number {
  const starts = [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)]
    .filter((segment) => segment.isWordLike && segment.index > 0).map((segment) => withOpening(text, segment.index)).filter((place) => place > 0);
  return starts.reduce((best, place) => (Math.abs(place - wanted) < Math.abs(best - wanted) ? place : best), text.length);
}

/** What opens a word goes with it: ¿Qué, (so, “well. */
function withOpening(text: string, place: number): number {
  while (place > 0 && /[\p{Ps}\p{Pi}¿¡]/u.test(text[place - 1] as string)) place--;
  return place;
}

const closed = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef]';
const endsClosed = new RegExp(`${closed}$`, 'u');
const startsClosed = new RegExp(`^${closed}`, 'u');

/** Chinese and Japanese have no space between words. */
function glue(first: string, second: string): string {
  const [a, b] = [first.trim(), second.trim()];
  return a === '' || b === '' || (endsClosed.test(a) && startsClosed.test(b)) ? a + b : `${a} ${b}`;
}
