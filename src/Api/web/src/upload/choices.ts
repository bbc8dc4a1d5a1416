import type { SubmitOptions } from '../api/types';

/** Languages offered first; any other ISO 639-1 code can be typed, and the service says what its engines can do. */
export const offeredLanguages = ['en', 'zh', 'es', 'fr', 'de', 'it', 'pt', 'ca', 'gl', 'nl', 'pl', 'ru', 'uk', 'tr', 'ar', 'hi', 'ja', 'ko', 'vi', 'id'] as const;

const storageKey = 'transvox.options';

export const defaultOptions: SubmitOptions = {
  sourceLanguage: 'en', targetLanguage: 'es', subtitles: 'Soft', output: 'Video', voice: '', speed: 1, priority: 'Normal', review: false,
};

/** The options of the last submission, so that a second video needs no second choosing. */
export function loadOptions(stored: string | null = localStorage.getItem(storageKey)): SubmitOptions {
  if (stored === null) return defaultOptions;
  try {
    const parsed = JSON.parse(stored) as Partial<SubmitOptions>;
    const known = Object.entries(defaultOptions).map(([name, usual]) => {
      const value = parsed[name as keyof SubmitOptions];
      return [name, typeof value === typeof usual ? value : usual];
    });
    return Object.fromEntries(known) as unknown as SubmitOptions;
  } catch {
    // Not ours or damaged: the usual options do.
    return defaultOptions;
  }
}

export const saveOptions = (options: SubmitOptions): void => localStorage.setItem(storageKey, JSON.stringify(options));

/** As the service reads language codes: ISO 639-1, lower case, optionally with a region. */
export const isLanguageCode = (text: string): boolean => /^[a-z]{2,3}(?:-[a-z]{2,4})?$/.test(text);

export type FileFault = 'empty' | 'tooLarge';

/** What can be said about a file before it is sent. */
export function faultOf(file: { size: number }, maxBytes: number | null): FileFault | null {
  if (file.size === 0) return 'empty';
  return maxBytes !== null && file.size > maxBytes ? 'tooLarge' : null;
}
