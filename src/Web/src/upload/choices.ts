import type { SubmitOptions } from '../api/types';

const storageKey = 'transvox.options';

export const defaultOptions: SubmitOptions = {
  profile: '', sourceLanguage: 'en', targetLanguage: 'es', subtitles: 'Soft', output: 'Video', voice: '', speed: 1, style: '', formality: '', priority: 'Normal', review: false,
  ownTranslation: false, moreTargets: [], combine: false,
};

/** The options of the last submission, so that a second video needs no second choosing. */
export function loadOptions(stored: string | null = localStorage.getItem(storageKey)): SubmitOptions {
  if (stored === null) return defaultOptions;
  try {
    const parsed = JSON.parse(stored) as Partial<SubmitOptions>;
    const known = Object.entries(defaultOptions).map(([name, usual]) => {
      const value = parsed[name as keyof SubmitOptions];
      return [name, typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual) ? value : usual];
    });
    return Object.fromEntries(known) as unknown as SubmitOptions;
  } catch {
    // Not ours or damaged: the usual options do.
    return defaultOptions;
  }
}

export const saveOptions = (options: SubmitOptions): void => localStorage.setItem(storageKey, JSON.stringify(options));

export type FileFault = 'empty' | 'tooLarge';

/** What can be said about a file before it is sent. */
export function faultOf(file: { size: number }, maxBytes: number | null): FileFault | null {
  if (file.size === 0) return 'empty';
  return maxBytes !== null && file.size > maxBytes ? 'tooLarge' : null;
}
