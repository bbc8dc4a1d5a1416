import type { Cue } from '../api/types';

/** A cue that both sides changed, differently. Null stands for a deletion. */
export interface Conflict { mine: Cue | null; theirs: Cue | null }

/** The merged list: cues, and conflicts where somebody must choose. */
export type MergedItem = { kind: 'cue'; cue: Cue } | { kind: 'conflict'; conflict: Conflict };

const fields = ['start', 'end', 'text', 'translation', 'speaker'] as const;
type Field = (typeof fields)[number];

export function sameCue(a: Cue, b: Cue): boolean {
  return fields.every((field) => sameValue(a[field], b[field]));
}

export const sameCues = (a: readonly Cue[], b: readonly Cue[]): boolean =>
  a.length === b.length && a.every((cue, i) => sameCue(cue, b[i] as Cue));

/** Absent, null and empty text mean the same. */
function sameValue(a: Cue[Field], b: Cue[Field]): boolean {
  return (a ?? '') === (b ?? '');
}

/**
 * Three-way merge of cue lists. Cues are matched with those of the base by content, then by order between matches, so that
 * insertions and deletions on either side do not make everything after them a conflict. Fields of one cue that only one side
 * changed merge by themselves.
 */
export function merge(base: readonly Cue[], mine: readonly Cue[], theirs: readonly Cue[]): MergedItem[] {
  const ofMine = align(base, mine);
  const ofTheirs = align(base, theirs);
  const merged: MergedItem[] = [...insertions(ofMine.before(0), ofTheirs.before(0))];
  base.forEach((cue, i) => {
    merged.push(...mergeCue(cue, ofMine.match(i), ofTheirs.match(i)));
    merged.push(...insertions(ofMine.before(i + 1), ofTheirs.before(i + 1)));
  });
  return merged;
}

/** The merged cues with one answer per conflict, in order, numbered anew. */
export function resolve(items: readonly MergedItem[], choices: readonly ('mine' | 'theirs')[]): Cue[] {
  let conflict = 0;
  const cues: Cue[] = [];
  for (const item of items) {
    const cue = item.kind === 'cue' ? item.cue : item.conflict[choices[conflict++] ?? 'mine'];
    if (cue) cues.push(cue);
  }
  return renumber(cues);
}

export const renumber = (cues: readonly Cue[]): Cue[] => cues.map((cue, i) => (cue.index === i + 1 ? cue : { ...cue, index: i + 1 }));

function mergeCue(base: Cue, mine: Cue | null, theirs: Cue | null): MergedItem[] {
  if (!mine && !theirs) return [];
  if (mine && theirs) {
    const merged: Cue = { ...theirs };
    for (const field of fields) {
      if (sameValue(mine[field], base[field]) || sameValue(mine[field], theirs[field])) continue;
      if (!sameValue(theirs[field], base[field])) return [{ kind: 'conflict', conflict: { mine, theirs } }];
      Object.assign(merged, { [field]: mine[field] });
    }
    return [{ kind: 'cue', cue: merged }];
  }
  const kept = (mine ?? theirs) as Cue;
  return sameCue(kept, base) ? [] : [{ kind: 'conflict', conflict: { mine, theirs } }];
}

function insertions(mine: readonly Cue[], theirs: readonly Cue[]): MergedItem[] {
  const both = [...theirs, ...mine.filter((cue) => !theirs.some((other) => sameCue(cue, other)))];
  return both.sort((a, b) => a.start - b.start).map((cue) => ({ kind: 'cue', cue }));
}

interface Alignment { match(i: number): Cue | null; before(i: number): readonly Cue[] }

/** Which cue of the other list each cue of the base became, and what was inserted before each (and after the last). */
function align(base: readonly Cue[], other: readonly Cue[]): Alignment {
  const matches: (Cue | null)[] = new Array<Cue | null>(base.length).fill(null);
  const inserted: Cue[][] = Array.from({ length: base.length + 1 }, () => []);
  let b = 0;
  let o = 0;
  for (const [bi, oi] of [...anchors(base, other), [base.length, other.length] as const]) {
    pair(b, bi, o, oi);
    if (bi < base.length) matches[bi] = other[oi] ?? null;
    b = bi + 1;
    o = oi + 1;
  }
  return { match: (i) => matches[i] ?? null, before: (i) => inserted[i] ?? [] };

  function pair(fromBase: number, toBase: number, fromOther: number, toOther: number): void {
    const rest = new Set(other.slice(fromOther, toOther));
    for (let i = fromBase; i < toBase; i++) {
      const cue = base[i] as Cue;
      const inOrder = toBase - fromBase === toOther - fromOther ? other[fromOther + i - fromBase] : undefined;
      const like = inOrder ?? [...rest].find((candidate) => alike(cue, candidate));
      if (like) rest.delete(like);
      matches[i] = like ?? null;
    }
    for (const cue of rest) inserted[insertionPlace(fromBase, toBase, cue)]?.push(cue);
  }

  function insertionPlace(fromBase: number, toBase: number, cue: Cue): number {
    let place = fromBase;
    while (place < toBase && (base[place] as Cue).start <= cue.start) place++;
    return place;
  }
}

const alike = (a: Cue, b: Cue): boolean => (a.text !== '' && a.text === b.text) || Math.abs(a.start - b.start) < 0.001;

/** Pairs of equal cues in increasing order: common ends first, then a longest common subsequence of what is between. */
function anchors(base: readonly Cue[], other: readonly Cue[]): (readonly [number, number])[] {
  let head = 0;
  while (head < base.length && head < other.length && sameCue(base[head] as Cue, other[head] as Cue)) head++;
  let tail = 0;
  while (
    tail < Math.min(base.length, other.length) - head &&
    sameCue(base[base.length - 1 - tail] as Cue, other[other.length - 1 - tail] as Cue)
  ) tail++;
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < head; i++) pairs.push([i, i]);
  pairs.push(...commonSubsequence(base, other, head, base.length - tail, other.length - tail));
  for (let i = tail; i > 0; i--) pairs.push([base.length - i, other.length - i]);
  return pairs;
}

/** Quadratic; lists whose changed middle is longer than this are matched by order alone. */
const longestMiddle = 2000;

function commonSubsequence(base: readonly Cue[], other: readonly Cue[], from: number, toBase: number, toOther: number): (readonly [number, number])[] {
  const n = toBase - from;
  const m = toOther - from;
  if (n <= 0 || m <= 0 || n > longestMiddle || m > longestMiddle) return [];
  const keys = (cues: readonly Cue[], to: number) => cues.slice(from, to).map((c) => fields.map((f) => String(c[f] ?? '')).join('\u0000'));
  const a = keys(base, toBase);
  const b = keys(other, toOther);
  const width = m + 1;
  const length = new Uint16Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--)
      length[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < n && j < m; ) {
    if (a[i] === b[j]) pairs.push([from + i++, from + j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;

  function at(i: number, j: number): number {
    return length[i * width + j] ?? 0;
  }
}
