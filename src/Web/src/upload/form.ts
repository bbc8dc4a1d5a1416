import { canCombine, isTextOnly, type SubmitOptions } from '../api/types';

/** Files above this go to storage block by block. */
export const multipartLimit = 64 * 1024 * 1024;

/** A key that nobody else has. `randomUUID` is only there on https and on this machine, and people have a box in their network. */
export const requestKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The members of a submission as JSON; what the user left empty, or what has no meaning for what is asked for, is left out. */
export function submitFields(options: SubmitOptions, subtitles: SubtitleMembers | null, ownSubtitles = subtitles !== null): Record<string, unknown> {
  const translated = options.output !== 'Transcript';
  const several = translated && options.moreTargets.length > 0;
  return {
    ...(several ? { targetLanguages: [options.targetLanguage, ...options.moreTargets] } : translated ? { targetLanguage: options.targetLanguage } : {}),
    ...(several && options.combine && canCombine(options) ? { combine: true } : {}),
    sourceLanguage: options.sourceLanguage,
    subtitles: options.subtitles,
    output: options.output,
    speed: options.speed,
    priority: options.priority,
    review: options.review && translated,
    ...(ownSubtitles && options.ownTranslation && !isTextOnly(options) ? { subtitleLanguage: options.targetLanguage } : {}),
    ...(options.profile === '' ? {} : { profile: options.profile }),
    ...(options.voice.trim() === '' ? {} : { voice: options.voice.trim() }),
    ...(options.style.trim() === '' ? {} : { style: options.style.trim() }),
    ...(options.formality === '' ? {} : { formality: options.formality }),
    ...subtitles,
  };
}

/** The same as a form; the video comes last, so that the service can refuse before it reads a byte of it. */
export function submitForm(options: SubmitOptions, subtitleFile: File | null, video: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(submitFields(options, null, subtitleFile !== null))) form.append(name, String(value));
  if (subtitleFile) form.append('subtitleFile', subtitleFile, subtitleFile.name);
  form.append('video', video, video.name);
  return form;
}

export type SubtitleMembers = { subtitleFile: string } | { subtitleBytes: string };

/** A subtitle file as JSON: its text where it is UTF-8, else its bytes, since the service knows more of encodings than browsers do. */
export function subtitleMembers(bytes: Uint8Array): SubtitleMembers {
  try {
    return { subtitleFile: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { subtitleBytes: btoa(binary) };
  }
}
