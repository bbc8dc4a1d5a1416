import type { Cue } from '../api/types';
import type { TextField } from './split';

export interface Query { text: string; matchCase: boolean; fields: readonly TextField[] }

/** Where a text stands: the cue's place in the list, which of its texts, and from where to where in it. */
export interface Match { place: number; field: TextField; start: number; end: number }

/** All matches, in the order of the cues; of one cue the original text comes first. */
export function findAll(cues: readonly Cue[], query: Query): Match[] {
  if (query.text === '') return [];
  const pattern = patternOf(query);
  return cues.flatMap((cue, place) => fieldsOf(query).flatMap((field) =>
    [...(cue[field] ?? '').matchAll(pattern)].map(({ index, 0: found }) => ({ place, field, start: index, end: index + found.length }))));
}

/** The place in the list of the first match at or after a position, around the end; -1 without matches. */
export function matchFrom(matches: readonly Match[], from: Pick<Match, 'place' | 'field' | 'start'>): number {
  const after = matches.findIndex((match) => compare(match, from) >= 0);
  return after >= 0 || matches.length === 0 ? after : 0;
}

/** A text with one match replaced. */
export const replaceIn = (text: string, { start, end }: Match, replacement: string): string => text.slice(0, start) + replacement + text.slice(end);

/** What replacing all matches changes, by the places of the cues. */
export function replacements(cues: readonly Cue[], query: Query, replacement: string): Map<number, Partial<Cue>> {
  const changes = new Map<number, Partial<Cue>>();
  if (query.text === '') return changes;
  const pattern = patternOf(query);
  cues.forEach((cue, place) => {
    for (const field of fieldsOf(query)) {
      const next = (cue[field] ?? '').replace(pattern, () => replacement);
      if (next !== (cue[field] ?? '')) changes.set(place, { ...changes.get(place), [field]: next });
    }
  });
  return changes;
}

const order: readonly TextField[] = ['text', 'translation'];

const fieldsOf = (query: Query): readonly TextField[] => order.filter((field) => query.fields.includes(field));

function compare(a: Pick<Match, 'place' | 'field' | 'start'>, b: Pick<Match, 'place' | 'field' | 'start'>): number {
  return a.place - b.place || order.indexOf(a.field) - order.indexOf(b.field) || a.start - b.start;
}

function patternOf({ text, matchCase }: Query): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), matchCase ? 'gu' : 'giu');
}
