import { effect, signal } from '@preact/signals';
import { en, type Messages } from './en';
import { zh } from './zh';

export const catalogues = { en, zh } satisfies Record<string, Messages>;
export type Locale = keyof typeof catalogues;

const storageKey = 'transvox.locale';

/** The language to start with: the one chosen before, else the browser's first that the page knows. */
export function pickLocale(stored: string | null, preferred: readonly string[]): Locale {
  for (const candidate of [stored ?? '', ...preferred]) {
    const base = candidate.toLowerCase().split('-')[0] ?? '';
    if (base in catalogues) return base as Locale;
  }
  return 'en';
}

export const locale = signal<Locale>(pickLocale(localStorage.getItem(storageKey), navigator.languages));

/** The messages of the current language; reading it subscribes the component. */
export const t = (): Messages => catalogues[locale.value];

export const formatLocale = (): string => (locale.value === 'zh' ? 'zh-CN' : 'en-GB');

export function setLocale(next: Locale): void {
  locale.value = next;
  localStorage.setItem(storageKey, next);
}

effect(() => {
  document.documentElement.lang = locale.value === 'zh' ? 'zh-Hans' : 'en';
});

/** The words for an error code, or null for one that this page does not know. */
export function errorTitle(code: string): string | null {
  const words: Partial<Record<string, string>> = t().error;
  return words[code] ?? null;
}
