import { describe, expect, it } from 'vitest';
import type { LanguageCatalogue } from '../src/api/types';
import { defaultOptions } from '../src/upload/choices';
import { submitFields, submitForm } from '../src/upload/form';
import { catalogueOf, fitOptions, isSourceLanguage, sourceChoices, targetChoices, voiceChoices } from '../src/upload/languages';

const can = { voiceVariants: [], canChooseVoice: true, canChooseSpeed: true, leavesMachine: false };
const open: LanguageCatalogue = can;
const embedded: LanguageCatalogue = {
  ...can, recognized: ['en'], pairs: [{ source: 'en', targets: ['ca', 'es'] }, { source: 'es', targets: ['en'] }],
  targets: [{ language: 'ca', voices: ['ca'] }, { language: 'en', voices: ['en', 'en-us'] }, { language: 'es', voices: ['es', 'es-419'] }],
};
const anySource: LanguageCatalogue = { ...can, targets: [{ language: 'en' }, { language: 'zh' }], voices: ['narrator'], canChooseSpeed: false };

describe('languages of the form', () => {
  it('are exactly the declared ones; those that nobody recognizes come apart', () => {
    expect(sourceChoices(embedded)).toEqual({ recognized: ['en'], withSubtitles: ['es'] });
    expect(targetChoices(embedded, 'en')).toEqual(['ca', 'es']);
    expect(targetChoices(embedded, 'es')).toEqual(['en']);
    expect(voiceChoices(embedded, 'es')).toEqual(['es', 'es-419']);
    expect(voiceChoices(embedded, 'es-mx')).toEqual(['es', 'es-419']);
  });

  it('are open where nothing is declared', () => {
    expect(sourceChoices(open)).toEqual({ recognized: null, withSubtitles: null });
    expect(targetChoices(open, 'fi')).toBeNull();
    expect(voiceChoices(open, 'fi')).toBeNull();
    expect(targetChoices(anySource, 'zh')).toEqual(['en']);
    expect(voiceChoices(anySource, 'en')).toEqual(['narrator']);
    expect(sourceChoices({ ...can, recognized: ['en'] })).toEqual({ recognized: ['en'], withSubtitles: null });
  });
});

describe('what is asked for', () => {
  const service: LanguageCatalogue = {
    ...embedded,
    forTranscript: { recognized: ['en', 'it'] },
    forSubtitles: { recognized: ['en'], pairs: [{ source: 'en', targets: ['es', 'ja'] }], targets: [{ language: 'es' }, { language: 'ja' }] },
    forOwnTranslation: { targets: [{ language: 'es', voices: ['es'] }, { language: 'pl', voices: ['pl'] }] },
  };
  const wanted = { ...defaultOptions, targetLanguage: 'ja' };

  it('decides what there is: subtitles need no voice', () => {
    expect(fitOptions(service, wanted, false).targetLanguage).toBe('ca');
    expect(fitOptions(service, { ...wanted, output: 'Subtitles' }, false).targetLanguage).toBe('ja');
  });

  it('is a translation that is brought: it needs no translator, and no text does', () => {
    const own = { ...wanted, sourceLanguage: 'fi', targetLanguage: 'pl', ownTranslation: true };
    expect(fitOptions(service, own, true)).toMatchObject({ sourceLanguage: 'fi', targetLanguage: 'pl' });
    expect(fitOptions(service, own, false)).toMatchObject({ sourceLanguage: 'en', targetLanguage: 'ca' });
    expect(submitFields(own, null, true)).toMatchObject({ subtitleLanguage: 'pl' });
    for (const fields of [submitFields(own, null), submitFields({ ...own, ownTranslation: false }, null, true), submitFields({ ...own, output: 'Subtitles' }, null, true)])
      expect(fields).not.toHaveProperty('subtitleLanguage');
  });

  it('is several languages in one submission, of which a voice would be only one', () => {
    const several = { ...defaultOptions, moreTargets: ['es', 'ja', 'xx', 'en', 'ja'], output: 'Subtitles' as const, targetLanguage: 'es', voice: 'es', combine: true };
    const fitted = fitOptions(service, several, false);
    expect(fitted).toMatchObject({ targetLanguage: 'es', moreTargets: ['ja'], voice: '' });
    expect(submitFields(fitted, null)).toMatchObject({ targetLanguages: ['es', 'ja'] });
    expect(submitFields(fitted, null)).not.toHaveProperty('targetLanguage');
    // Text has no tracks to choose from.
    expect(submitFields(fitted, null)).not.toHaveProperty('combine');
    expect(submitFields({ ...fitted, output: 'Video' }, null)).toMatchObject({ combine: true });
    expect(submitFields({ ...fitted, output: 'Video', subtitles: 'Hard' }, null)).not.toHaveProperty('combine');
    expect(submitForm({ ...fitted, output: 'Video' }, null, new File(['x'], 'a.mp4')).get('targetLanguages')).toBe('es,ja');
    expect(fitOptions(service, { ...several, output: 'Video', targetLanguage: 'pl', ownTranslation: true }, true).moreTargets).toEqual([]);
    expect(submitFields({ ...fitted, output: 'Transcript' }, null)).not.toHaveProperty('targetLanguages');
  });

  it('is a transcript without a target and without a review', () => {
    const fields = submitFields({ ...defaultOptions, output: 'Transcript', review: true }, null);
    expect(fields).not.toHaveProperty('targetLanguage');
    expect(fields).toMatchObject({ output: 'Transcript', review: false });
    const catalogue = catalogueOf(service, { ...defaultOptions, output: 'Transcript' }, true);
    expect(catalogue).toMatchObject({ ...can, recognized: ['en', 'it'] });
    expect(catalogue).not.toHaveProperty('pairs');
    expect(fitOptions(service, { ...defaultOptions, output: 'Transcript', sourceLanguage: 'it' }, false).sourceLanguage).toBe('it');
    expect(catalogueOf(embedded, { ...defaultOptions, output: 'Transcript' }, true)).toBe(embedded);
  });
});

describe('a language that the recognizer finds out', () => {
  const listens: LanguageCatalogue = { ...embedded, recognized: ['auto', 'en'], pairs: [{ source: 'auto', targets: ['ca', 'en', 'es'] }, ...embedded.pairs!] };

  it('can be chosen, and dubbed into anything', () => {
    expect(sourceChoices(listens).recognized).toEqual(['auto', 'en']);
    expect(targetChoices(listens, 'auto')).toEqual(['ca', 'en', 'es']);
    expect(isSourceLanguage('auto')).toBe(true);
    expect(fitOptions(listens, { ...defaultOptions, sourceLanguage: 'auto' }, false)).toMatchObject({ sourceLanguage: 'auto', targetLanguage: 'es' });
  });

  it('must be said for subtitles of one\'s own', () => {
    expect(sourceChoices(listens, true)).toEqual({ recognized: ['en'], withSubtitles: ['es'] });
    expect(fitOptions(listens, { ...defaultOptions, sourceLanguage: 'auto' }, true)).toMatchObject({ sourceLanguage: 'en' });
  });
});

describe('remembered options', () => {
  const remembered = { ...defaultOptions, sourceLanguage: 'fr', targetLanguage: 'ja', voice: 'ana', speed: 1.5 };

  it('that this service does not offer become ones that it does', () => {
    expect(fitOptions(embedded, remembered, false)).toMatchObject({ sourceLanguage: 'en', targetLanguage: 'ca', voice: '', speed: 1.5 });
    expect(fitOptions(embedded, { ...remembered, sourceLanguage: 'es' }, false)).toMatchObject({ sourceLanguage: 'en' });
    expect(fitOptions(anySource, remembered, false)).toMatchObject({ sourceLanguage: 'fr', targetLanguage: 'en', voice: '', speed: 1 });
  });

  it('name a profile that there is, and then what it can', () => {
    const both = { ...embedded, profiles: [{ name: 'local', languages: embedded }, { name: 'hosted', languages: { ...anySource, leavesMachine: true } }] };
    expect(fitOptions(both, { ...remembered, profile: 'hosted' }, false)).toMatchObject({ profile: 'hosted', sourceLanguage: 'fr', targetLanguage: 'en' });
    expect(fitOptions(both, { ...remembered, profile: 'gone' }, false)).toMatchObject({ profile: '', sourceLanguage: 'en', targetLanguage: 'ca' });
    expect(catalogueOf(both, { ...remembered, profile: 'hosted', output: 'Subtitles' }, false).leavesMachine).toBe(true);
    expect(submitFields({ ...remembered, profile: 'hosted' }, null)).toMatchObject({ profile: 'hosted' });
    expect(submitFields(remembered, null)).not.toHaveProperty('profile');
  });

  it('stay where they fit', () => {
    expect(fitOptions(open, remembered, false)).toEqual(remembered);
    const spanish = { ...remembered, sourceLanguage: 'es', targetLanguage: 'en', voice: 'en-us' };
    expect(fitOptions(embedded, spanish, true)).toEqual(spanish);
    expect(fitOptions({ ...can, recognized: ['en'] }, remembered, true)).toEqual(remembered);
  });
});
