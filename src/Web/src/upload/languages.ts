import { isTextOnly, type LanguageCatalogue, type SubmitOptions } from '../api/types';

/** Languages offered first where the service declares none; any other code can be typed there. */
export const offeredLanguages = ['en', 'zh', 'es', 'fr', 'de', 'it', 'pt', 'ca', 'gl', 'nl', 'pl', 'ru', 'uk', 'tr', 'ar', 'hi', 'ja', 'ko', 'vi', 'id'] as const;

/** As the service reads language codes: ISO 639-1, lower case, optionally with a region. */
export const isLanguageCode = (text: string): boolean => /^[a-z]{2,3}(?:-[a-z0-9]{2,4})?$/.test(text);

/** The language of a video may be left to the recognizer. */
export const isSourceLanguage = (text: string): boolean => text === 'auto' || isLanguageCode(text);

/** Spoken languages: those that are recognized, and those that need subtitles of the user's own. `null`: any. */
export interface SourceChoices { recognized: readonly string[] | null; withSubtitles: readonly string[] | null }

const base = (code: string): string => code.split('-')[0] ?? code;
/** A code without a region stands for its regions. */
const covers = (list: readonly string[], code: string): boolean => list.includes(code) || list.includes(base(code));
const find = <T>(list: readonly T[] | null | undefined, code: (item: T) => string, wanted: string): T | undefined =>
  list?.find((item) => code(item) === wanted) ?? list?.find((item) => code(item) === base(wanted));

export function sourceChoices({ recognized, pairs }: LanguageCatalogue, ownSubtitles = false): SourceChoices {
  // Nobody listens to a video with subtitles: their language must be said.
  const offered = (codes?: readonly string[] | null) => (ownSubtitles ? codes?.filter((code) => code !== 'auto') : codes) ?? null;
  const sources = offered(pairs?.map((pair) => pair.source));
  const known = offered(recognized) ?? sources;
  return { recognized: known, withSubtitles: sources === null ? null : sources.filter((code) => known !== null && !covers(known, code)) };
}

/** What a language can be dubbed into; `null`: anything. */
export function targetChoices(catalogue: LanguageCatalogue, source: string): readonly string[] | null {
  const declared = find(catalogue.pairs, (pair) => pair.source, source)?.targets ?? catalogue.targets?.map((target) => target.language);
  return declared?.filter((code) => code !== source) ?? null;
}

/** Voices of a language, the usual one first; `null`: any name. */
export function voiceChoices(catalogue: LanguageCatalogue, target: string): readonly string[] | null {
  return find(catalogue.targets, (t) => t.language, target)?.voices ?? catalogue.voices ?? null;
}

/** What a profile, or the default for a name that the service does not have, can do of what is asked for. */
export function catalogueOf(all: LanguageCatalogue, options: Pick<SubmitOptions, 'profile' | 'output' | 'ownTranslation'>, ownSubtitles: boolean): LanguageCatalogue {
  const catalogue = all.profiles?.find((offer) => offer.name === options.profile)?.languages ?? all;
  const part = options.output === 'Transcript' ? catalogue.forTranscript
    : options.output === 'Subtitles' ? catalogue.forSubtitles
      : ownSubtitles && options.ownTranslation ? catalogue.forOwnTranslation : null;
  if (part == null) return catalogue;
  const { recognized: _, pairs: __, targets: ___, ...rest } = catalogue;
  return { ...rest, ...part };
}

/** The user's options, with what this service does not offer replaced by what it does. */
export function fitOptions(all: LanguageCatalogue, options: SubmitOptions, ownSubtitles: boolean): SubmitOptions {
  const profile = all.profiles?.find((offer) => offer.name === options.profile)?.name ?? '';
  // A transcript is of what is recognized.
  const brings = ownSubtitles && options.output !== 'Transcript';
  const catalogue = catalogueOf(all, { ...options, profile }, brings);
  const { recognized, withSubtitles } = sourceChoices(catalogue, brings);
  const fits = recognized === null || covers(recognized, options.sourceLanguage)
    || (brings && (withSubtitles === null || covers(withSubtitles, options.sourceLanguage)));
  const sourceLanguage = fits ? options.sourceLanguage : recognized[0] ?? '';
  const targets = targetChoices(catalogue, sourceLanguage);
  const targetLanguage = targets === null || covers(targets, options.targetLanguage) ? options.targetLanguage : targets[0] ?? '';
  // A translation that is brought is one language.
  const further = brings && options.ownTranslation && !isTextOnly(options) ? [] : options.moreTargets;
  const moreTargets = [...new Set(further)].filter((code) => code !== targetLanguage && code !== sourceLanguage && isLanguageCode(code) && (targets === null || covers(targets, code)));
  const voices = voiceChoices(catalogue, targetLanguage);
  // Voices are of one language.
  const voice = moreTargets.length === 0 && catalogue.canChooseVoice && (voices === null || voices.includes(options.voice)) ? options.voice : '';
  return { ...options, profile, sourceLanguage, targetLanguage, moreTargets, voice, speed: catalogue.canChooseSpeed ? options.speed : 1 };
}
