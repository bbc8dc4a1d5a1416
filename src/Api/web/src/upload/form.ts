import type { SubmitOptions } from '../api/types';

/** Files above this go to storage block by block. */
export const multipartLimit = 64 * 1024 * 1024;

/** The members of a submission as JSON; what the user left empty is left out. */
export function submitFields(options: SubmitOptions, subtitles: string | null): Record<string, unknown> {
  return {
    targetLanguage: options.targetLanguage,
    sourceLanguage: options.sourceLanguage,
    subtitles: options.subtitles,
    output: options.output,
    speed: options.speed,
    priority: options.priority,
    review: options.review,
    ...(options.profile === '' ? {} : { profile: options.profile }),
    ...(options.voice.trim() === '' ? {} : { voice: options.voice.trim() }),
    ...(subtitles === null ? {} : { subtitleFile: subtitles }),
  };
}

/** The same as a form; the video comes last, so that the service can refuse before it reads a byte of it. */
export function submitForm(options: SubmitOptions, subtitleFile: File | null, video: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(submitFields(options, null))) form.append(name, String(value));
  if (subtitleFile) form.append('subtitleFile', subtitleFile, subtitleFile.name);
  form.append('video', video, video.name);
  return form;
}

/**
 * Text of a subtitle file in the encodings that are met: UTF-8 and UTF-16 with or without a mark, else Windows-1252.
 */
export function decodeSubtitles(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
