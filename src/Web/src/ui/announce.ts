import { signal } from '@preact/signals';

/** What screen readers are told; the text changes even when the same thing happens twice. */
export const announcement = signal('');

export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}
