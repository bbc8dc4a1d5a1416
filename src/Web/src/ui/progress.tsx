import { percent } from '../format';

/** A progress bar; without a label it is decoration beside a text that says the same. */
export function Progress({ value, label }: { value: number; label?: string }) {
  const shown = percent(value);
  const bar = <span class="progress-fill" style={{ inlineSize: `${shown}%` }} />;
  if (label === undefined) return <span class="progress" aria-hidden="true">{bar}</span>;
  return <span class="progress" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={shown}>{bar}</span>;
}
