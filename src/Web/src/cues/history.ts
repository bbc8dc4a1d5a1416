/** Undo and redo over immutable states. Typing into one field within a short time is one step. */
export class History<T> {
  private readonly past: T[] = [];
  private future: T[] = [];
  private mergeKey: string | null = null;
  private mergeUntil = 0;

  constructor(
    private present: T,
    private readonly now: () => number = () => performance.now(),
    private readonly limit = 500,
  ) {}

  get value(): T {
    return this.present;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** States before the present one, the nearest last. */
  get before(): readonly T[] {
    return this.past;
  }

  /** States that were undone, the nearest last. */
  get undone(): readonly T[] {
    return this.future;
  }

  /** Makes a state the present one. Changes with the same key within 1 s of each other are undone together. */
  push(next: T, key: string | null = null): void {
    const time = this.now();
    const merge = key !== null && key === this.mergeKey && time <= this.mergeUntil;
    if (!merge) {
      this.past.push(this.present);
      if (this.past.length > this.limit) this.past.shift();
    }
    this.present = next;
    this.future = [];
    this.mergeKey = key;
    this.mergeUntil = time + 1000;
  }

  undo(): void {
    const previous = this.past.pop();
    if (previous === undefined) return;
    this.future.push(this.present);
    this.present = previous;
    this.mergeKey = null;
  }

  redo(): void {
    const next = this.future.pop();
    if (next === undefined) return;
    this.past.push(this.present);
    this.present = next;
    this.mergeKey = null;
  }

  /** Takes over a history that was kept elsewhere; the nearest states are last. */
  restore(past: readonly T[], present: T, future: readonly T[]): void {
    this.past.splice(0, this.past.length, ...past.slice(-this.limit));
    this.future = [...future];
    this.mergeKey = null;
    this.present = present;
  }
}
