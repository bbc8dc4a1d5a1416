import type { Cue, SubtitleDocument } from '../api/types';
import { renumber } from './merge';

/** All states of an edit history; the nearest of the past is last, the nearest of the future too. */
export interface Timeline { past: readonly (readonly Cue[])[]; present: readonly Cue[]; future: readonly (readonly Cue[])[] }

/** A step between two states: from a place on, so many cues give way to these. */
export interface Patch { at: number; remove: number; cues: readonly Cue[] }

interface Stored { version: 1; eTag: string; ahead: Patch; past: Patch[]; future: Patch[] }

/** Characters; browsers keep some five millions for all of a site. */
export const largestJournal = 500_000;

const known = new WeakMap<readonly Cue[], { to: readonly Cue[]; patch: Patch }>();

/**
 * An edit history as text: the steps, not the states, and the oldest left out where they are too many. Null when there is nothing to
 * keep, or even what is not saved is too large.
 */
export function pack({ past, present, future }: Timeline, document: SubtitleDocument, limit = largestJournal): string | null {
  const ahead = patchBetween(document.cues, present);
  if (past.length === 0 && future.length === 0 && isNothing(ahead)) return null;
  const stored: Stored = { version: 1, eTag: document.eTag, ahead, past: steps(present, past), future: steps(present, future) };
  let left = limit - JSON.stringify({ ...stored, past: [], future: [] }).length;
  if (left < 0) return null;
  const fitting = (patches: Patch[]) => patches.filter((patch) => left >= 0 && (left -= JSON.stringify(patch).length + 1) >= 0);
  return JSON.stringify({ ...stored, past: fitting(stored.past), future: fitting(stored.future) });
}

/** The history that was kept, if it is of this version of the document; else null. */
export function unpack(text: string | null, document: SubtitleDocument): Timeline | null {
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as Stored;
    if (stored.version !== 1 || stored.eTag !== document.eTag) return null;
    const present = apply(document.cues, stored.ahead);
    return { past: states(present, stored.past), present, future: states(present, stored.future) };
  } catch {
    // Of another version of the page, or cut off: it is worth nothing then.
    return null;
  }
}

/** The shortest step from one state to another: what both begin and end with stays. Numbers of cues follow from their places. */
export function patchBetween(from: readonly Cue[], to: readonly Cue[]): Patch {
  const before = known.get(from);
  if (before?.to === to) return before.patch;
  const most = Math.min(from.length, to.length);
  let head = 0;
  while (head < most && same(from[head] as Cue, to[head] as Cue)) head++;
  let tail = 0;
  while (tail < most - head && same(from[from.length - 1 - tail] as Cue, to[to.length - 1 - tail] as Cue)) tail++;
  const patch = { at: head, remove: from.length - tail - head, cues: to.slice(head, to.length - tail) };
  known.set(from, { to, patch });
  return patch;
}

export function apply(cues: readonly Cue[], { at, remove, cues: added }: Patch): readonly Cue[] {
  if (!(at >= 0 && remove >= 0 && at + remove <= cues.length && Array.isArray(added))) throw new RangeError('The step does not fit the cues.');
  return remove === 0 && added.length === 0 ? cues : renumber([...cues.slice(0, at), ...added, ...cues.slice(at + remove)]);
}

const isNothing = (patch: Patch): boolean => patch.remove === 0 && patch.cues.length === 0;

/** Steps away from the present, the nearest first. */
function steps(present: readonly Cue[], states: readonly (readonly Cue[])[]): Patch[] {
  const nearestFirst = [...states].reverse();
  return nearestFirst.map((state, i) => patchBetween(nearestFirst[i - 1] ?? present, state));
}

function states(present: readonly Cue[], patches: readonly Patch[]): (readonly Cue[])[] {
  let state = present;
  return patches.map((patch) => (state = apply(state, patch))).reverse();
}

function same(a: Cue, b: Cue): boolean {
  if (a === b) return true;
  const all = new Set([...Object.keys(a), ...Object.keys(b)] as (keyof Cue)[]);
  return [...all].every((key) => key === 'index' || a[key] === b[key] || (Array.isArray(a[key]) && JSON.stringify(a[key]) === JSON.stringify(b[key])));
}
