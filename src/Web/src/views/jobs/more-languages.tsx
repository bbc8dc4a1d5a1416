import { useRef } from 'preact/hooks';
import { canCombine, type SubmitOptions } from '../../api/types';
import { language } from '../../format';
import { t } from '../../i18n';
import { languages } from '../../state/languages';
import { announce } from '../../ui/announce';
import { Icon } from '../../ui/icon';
import { catalogueOf, offeredLanguages, targetChoices } from '../../upload/languages';
import { Check } from './option-fields';

interface Props { options: SubmitOptions; set: (change: Partial<SubmitOptions>) => void; ownSubtitles: boolean }

/** Languages beside the first; nothing where the service has only one, or the text is there in one. */
export function MoreLanguages({ options, set, ownSubtitles }: Props) {
  const add = useRef<HTMLSelectElement>(null);
  const catalogue = languages.value && catalogueOf(languages.value, options, ownSubtitles);
  if (catalogue === null || (ownSubtitles && options.ownTranslation)) return null;
  const chosen = options.moreTargets;
  const offered: readonly string[] = targetChoices(catalogue, options.sourceLanguage) ?? offeredLanguages;
  const left = offered.filter((code) => code !== options.sourceLanguage && code !== options.targetLanguage && !chosen.includes(code));
  if (left.length === 0 && chosen.length === 0) return null;
  const remove = (code: string) => {
    set({ moreTargets: chosen.filter((other) => other !== code) });
    announce(t().upload.languageRemoved(language(code)));
    add.current?.focus();
  };
  return (
    <>
      <div class="field">
        {chosen.length > 0 && (
          <ul class="chips" aria-label={t().upload.moreLanguages}>
            {chosen.map((code) => (
              <li key={code} class="chip">
                <span>{language(code)}</span>
                <button type="button" class="button button-icon button-quiet" aria-label={t().upload.removeLanguage(language(code))} onClick={() => remove(code)}><Icon name="close" /></button>
              </li>
            ))}
          </ul>
        )}
        {left.length > 0 && (
          <select
            ref={add} value="" aria-label={t().upload.addLanguage} data-testid="add-language"
            onChange={(event) => { if (event.currentTarget.value) set({ moreTargets: [...chosen, event.currentTarget.value] }); }}
          >
            <option value="">{t().upload.addLanguage}</option>
            {left.map((code) => <option key={code} value={code}>{language(code)}</option>)}
          </select>
        )}
      </div>
      {canCombine(options) && <Check label={t().upload.combine} hint={t().upload.combineHint} value={options.combine} onChange={(combine) => set({ combine })} />}
    </>
  );
}
