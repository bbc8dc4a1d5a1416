import type { JobView } from './api/types';
import { formatLocale, locale, t } from './i18n';

/** Bytes in the units that people say: 1.4 GB, counted as file managers and the service's limits do (1 KB is 1024 bytes). */
export function bytes(n: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = n < 1 ? 0 : Math.min(Math.floor(Math.log2(n) / 10), units.length - 1);
  // The short form of this unit is the whole word, and in English its singular.
  if (power === 0) return `${n} B`;
  const value = n / 1024 ** power;
  const digits = value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(formatLocale(), {
    style: 'unit', unit: units[power] as string, unitDisplay: 'short', maximumFractionDigits: digits,
  }).format(value);
}

/** A span of time: 48 s, 2 min 31 s, 1 h 04 min. */
export function duration(seconds: number): string {
  const zh = locale.value === 'zh';
  const [h, min, s] = zh ? ['小时', '分', '秒'] : ['h', 'min', 's'];
  const gap = zh ? '' : ' ';
  const join = (a: string, b: string) => `${a}${gap}${b}`;
  if (seconds < 9.95 && seconds > 0 && !Number.isInteger(seconds)) return join(seconds.toFixed(1), s as string);
  const total = Math.round(Math.max(0, seconds));
  if (total < 60) return join(String(total), s as string);
  if (total < 3600) {
    const rest = total % 60;
    const minutes = join(String(Math.floor(total / 60)), min as string);
    return rest === 0 ? minutes : `${minutes}${gap}${join(String(rest).padStart(2, '0'), s as string)}`;
  }
  const hours = join(String(Math.floor(total / 3600)), h as string);
  const rest = Math.floor((total % 3600) / 60);
  return rest === 0 ? hours : `${hours}${gap}${join(String(rest).padStart(2, '0'), min as string)}`;
}

/** Time of day; with the date when it is not today's. */
export function clock(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const today = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(formatLocale(), {
    hour: '2-digit', minute: '2-digit', hour12: false, ...(today ? {} : { day: 'numeric', month: 'short' }),
  }).format(date);
}

/** Time of day to the second; with the date when it is not today's. */
export function clockToSecond(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  const today = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(formatLocale(), {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, ...(today ? {} : { day: 'numeric', month: 'short' }),
  }).format(date);
}

/** Date and time to the second. */
export function moment(iso: string): string {
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeStyle: 'medium', hour12: false }).format(new Date(iso));
}

/** Name of a language in the page's language; the code itself when it has none. */
export function language(code: string): string {
  if (code === 'auto') return t().upload.foundOut;
  try {
    return new Intl.DisplayNames([formatLocale()], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** From what into what; the spoken language alone where nothing is translated. */
export function languagesOf({ options }: Pick<JobView, 'options'>): string {
  const spoken = language(options.sourceLanguage);
  const targets = options.targetLanguages ?? (options.targetLanguage == null ? [] : [options.targetLanguage]);
  return targets.length === 0 ? spoken : t().jobs.languages(spoken, targets.map(language).join(', '));
}

export const percent = (fraction: number): number => Math.round(Math.min(1, Math.max(0, fraction)) * 100);
