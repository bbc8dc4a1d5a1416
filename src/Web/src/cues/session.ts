import { batch, computed, signal } from '@preact/signals';
import { ApiError } from '../api/client';
import type { Cue, CueProblem, SubtitleDocument } from '../api/types';
import { replaceIn, replacements, type Match, type Query } from './find';
import { History } from './history';
import { pack, unpack } from './journal';
import { merge, renumber, resolve, sameCue, sameCues, type MergedItem } from './merge';
import { join, shortestCue, split, type Cut } from './split';
import { validate } from './validate';

export interface SessionPorts {
  load: () => Promise<SubtitleDocument>;
  save: (cues: Cue[], etag: string) => Promise<SubtitleDocument>;
}

/** Somebody else saved first: what they have, and both sides merged as far as that goes without asking. */
export interface SaveConflict { theirs: SubtitleDocument; items: MergedItem[] }

/**
 * One user's work on the cues of a job: edits with undo, checks, saving with optimistic concurrency. The state that the page
 * shows is in signals; nothing here knows the page.
 */
export class EditSession {
  private readonly history: History<readonly Cue[]>;
  private document: SubtitleDocument;

  readonly cues;
  readonly selected = signal(0);
  readonly saving = signal(false);
  private underWay: Promise<boolean> | null = null;
  readonly error = signal<unknown>(null);
  readonly conflict = signal<SaveConflict | null>(null);
  /** Counts what undo and redo depend on. */
  private readonly revision = signal(0);
  private readonly base;

  /**
   * @param mediaSeconds length of the video, where it is known: cues must start inside it.
   * @param translated whether the cues shall have a translation; those of a transcript have none.
   * @param journal what {@link journal} of an earlier session was; of another version of the document it is not taken.
   */
  constructor(
    document: SubtitleDocument, private readonly ports: SessionPorts, private readonly mediaSeconds: number | null = null, now?: () => number,
    readonly translated = true, journal: string | null = null,
  ) {
    this.document = document;
    this.history = new History<readonly Cue[]>(document.cues, now);
    const kept = unpack(journal, document);
    if (kept) this.history.restore(kept.past, kept.present, kept.future);
    this.cues = signal<readonly Cue[]>(this.history.value);
    this.base = signal<readonly Cue[]>(document.cues);
  }

  /** The edit history as text, for a session on the same version of the document; null when there is none. */
  readonly journal = computed(() => (
    void this.revision.value, pack({ past: this.history.before, present: this.history.value, future: this.history.undone }, this.document)
  ));

  /** How many cues differ from what is saved; deletions count too. */
  readonly changes = computed(() => countChanges(this.base.value, this.cues.value));

  readonly problems = computed<readonly CueProblem[]>(() => {
    const cues = this.cues.value;
    const base = this.base.value;
    if (sameCues(base, cues)) {
      const places = new Map(cues.map((cue, place) => [cue.index, place]));
      return this.document.problems.flatMap((p) => (places.has(p.index) ? [{ ...p, index: places.get(p.index) as number }] : []));
    }
    return validate(cues, this.mediaSeconds, this.translated);
  });

  readonly canUndo = computed(() => (void this.revision.value, this.history.canUndo));
  readonly canRedo = computed(() => (void this.revision.value, this.history.canRedo));

  get etag(): string {
    return this.document.eTag;
  }

  select(place: number): void {
    this.selected.value = Math.max(0, Math.min(place, this.cues.value.length - 1));
  }

  edit(place: number, change: Partial<Cue>): void {
    this.changeAll(new Map([[place, change]]), `${place}:${Object.keys(change).join()}`);
  }

  /** Moves start, end or both, inside the video and no nearer to each other than a cue may be short. */
  retime(place: number, times: { start?: number; end?: number }): void {
    const cue = this.cues.value[place];
    if (!cue) return;
    const most = this.mediaSeconds ?? Infinity;
    const start = Math.max(0, Math.min(times.start ?? cue.start, (times.end ?? cue.end) - shortestCue, most - shortestCue));
    const end = Math.max(start + shortestCue, Math.min(times.end ?? cue.end, Math.max(most, cue.end)));
    this.edit(place, { start: Math.round(start * 1000) / 1000, end: Math.round(end * 1000) / 1000 });
  }

  /** Makes two cues of one; false when it is too short for that. */
  split(place: number, cut: Cut): boolean {
    const cue = this.cues.value[place];
    const parts = cue ? split(cue, cut) : null;
    if (!parts) return false;
    this.push(renumber(this.cues.value.toSpliced(place, 1, ...parts)));
    return true;
  }

  /** Makes one cue of this and the next; false when there is no next. */
  mergeNext(place: number): boolean {
    const [cue, next] = this.cues.value.slice(place, place + 2);
    if (!cue || !next) return false;
    this.push(renumber(this.cues.value.toSpliced(place, 2, join(cue, next))));
    return true;
  }

  replace(match: Match, replacement: string): void {
    const text = this.cues.value[match.place]?.[match.field] ?? '';
    this.changeAll(new Map([[match.place, { [match.field]: replaceIn(text, match, replacement) }]]));
  }

  /** Replaces everywhere, as one step. */
  replaceAll(query: Query, replacement: string): void {
    this.changeAll(replacements(this.cues.value, query, replacement));
  }

  private changeAll(changes: ReadonlyMap<number, Partial<Cue>>, key: string | null = null): void {
    const cues = this.cues.value;
    const next = cues.map((cue, place) => {
      const change = changes.get(place);
      if (!change) return cue;
      // What the service noted about a translation does not hold for another.
      const changed = { ...cue, ...change, ...('translation' in change ? { marks: null, fullTranslation: null } : {}) };
      return sameCue(cue, changed) ? cue : changed;
    });
    if (next.some((cue, place) => cue !== cues[place])) this.push(next, key);
  }

  /** A new cue in the gap after this one, or right at its end where there is none. */
  insertAfter(place: number): void {
    const cues = this.cues.value;
    const before = cues[place];
    const start = before?.end ?? 0;
    const limit = cues[place + 1]?.start ?? start + 2;
    const end = limit - start >= 0.2 ? Math.min(limit, start + 2) : start + 1;
    const cue: Cue = { index: 0, start, end, text: '', translation: '', speaker: before?.speaker ?? null };
    this.push(renumber([...cues.slice(0, place + 1), cue, ...cues.slice(place + 1)]));
    this.select(place + 1);
  }

  remove(place: number): void {
    if (!this.cues.value[place]) return;
    this.push(renumber(this.cues.value.filter((_, i) => i !== place)));
    this.select(place);
  }

  undo(): void {
    this.history.undo();
    this.show();
  }

  redo(): void {
    this.history.redo();
    this.show();
  }

  /** The place of the next cue with a problem after the selected one, around the end; null when there is none. */
  nextProblem(): number | null {
    const places = [...new Set(this.problems.value.map((p) => p.index))].sort((a, b) => a - b);
    return places.find((place) => place > this.selected.value) ?? places[0] ?? null;
  }

  /** True when the cues are saved. With a conflict, {@link conflict} is set and somebody must decide. */
  async save(): Promise<boolean> {
    // Asked for while one is under way: after it, for what has changed since.
    while (this.underWay) await this.underWay;
    if (this.changes.value === 0) return true;
    this.underWay = this.send();
    return this.underWay;
  }

  private async send(): Promise<boolean> {
    const sent = this.cues.value;
    this.saving.value = true;
    this.error.value = null;
    try {
      const saved = await this.ports.save([...sent], this.document.eTag);
      this.take(saved, sent);
      return true;
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 412) await this.findConflict();
      else this.error.value = failure;
      return false;
    } finally {
      this.saving.value = false;
      this.underWay = null;
    }
  }

  /** Ends a conflict with an answer for each cue that both changed, and saves over what the other one saved. */
  async settle(choices: readonly ('mine' | 'theirs')[]): Promise<boolean> {
    const conflict = this.conflict.value;
    if (!conflict) return false;
    const merged = resolve(conflict.items, choices);
    batch(() => {
      this.document = conflict.theirs;
      this.base.value = conflict.theirs.cues;
      this.push(merged);
      this.conflict.value = null;
    });
    return this.save();
  }

  /** Ends a conflict by dropping the own changes; undo brings them back. */
  takeTheirs(): void {
    const conflict = this.conflict.value;
    if (!conflict) return;
    batch(() => {
      this.document = conflict.theirs;
      this.base.value = conflict.theirs.cues;
      this.push(conflict.theirs.cues);
      this.conflict.value = null;
    });
  }

  private async findConflict(): Promise<void> {
    try {
      const theirs = await this.ports.load();
      this.conflict.value = { theirs, items: merge(this.base.value, this.cues.value, theirs.cues) };
    } catch (failure) {
      this.error.value = failure;
    }
  }

  /** What was typed while saving stays as an unsaved change. */
  private take(saved: SubtitleDocument, sent: readonly Cue[]): void {
    batch(() => {
      this.document = saved;
      this.base.value = saved.cues;
      if (this.cues.value === sent && !sameCues(sent, saved.cues)) this.push(saved.cues);
      else this.revision.value++;
    });
  }

  private push(cues: readonly Cue[], key: string | null = null): void {
    this.history.push(cues, key);
    this.show();
  }

  private show(): void {
    batch(() => {
      this.cues.value = this.history.value;
      this.revision.value++;
      this.select(this.selected.value);
    });
  }
}

export function countChanges(base: readonly Cue[], cues: readonly Cue[]): number {
  if (base === cues) return 0;
  if (base.length === cues.length) return cues.filter((cue, i) => !sameCue(cue, base[i] as Cue)).length;
  const key = (cue: Cue) => [cue.start, cue.end, cue.text, cue.translation ?? ''].join('\u0000');
  const before = new Map<string, number>();
  for (const cue of base) before.set(key(cue), (before.get(key(cue)) ?? 0) + 1);
  let fresh = 0;
  for (const cue of cues) {
    const left = before.get(key(cue)) ?? 0;
    if (left > 0) before.set(key(cue), left - 1);
    else fresh++;
  }
  const gone = [...before.values()].reduce((sum, n) => sum + n, 0);
  return Math.max(fresh, gone, Math.abs(base.length - cues.length));
}
