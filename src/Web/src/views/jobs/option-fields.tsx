import { useId } from 'preact/hooks';
import { isTextOnly, type JobPriority, type OutputKind, type SubmitOptions, type SubtitleMode } from '../../api/types';
import { t } from '../../i18n';
import { me } from '../../state/me';
import { Icon } from '../../ui/icon';
import { MoreLanguages } from './more-languages';
import { ElsewhereHint, LanguageFields, ProfileField, SpeedField, VoiceField } from './language-fields';

interface OptionProps {
  options: SubmitOptions;
  onChange: (options: SubmitOptions) => void;
  subtitleFile: File | null;
  onSubtitleFile: (file: File | null) => void;
  /** One video at most: only then does an own subtitle file make sense. */
  single: boolean;
  sameLanguage: boolean;
}

export function OptionFields({ options, onChange, subtitleFile, onSubtitleFile, single, sameLanguage }: OptionProps) {
  const set = (change: Partial<SubmitOptions>) => onChange({ ...options, ...change });
  const [text, translated] = [isTextOnly(options), options.output !== 'Transcript'];
  const ownSubtitles = single && translated && subtitleFile !== null;
  return (
    <fieldset class="options">
      <legend class="visually-hidden">{t().upload.options}</legend>
      <ProfileField options={options} set={set} />
      <ElsewhereHint options={options} ownSubtitles={ownSubtitles} />
      <LanguageFields options={options} set={set} ownSubtitles={ownSubtitles} />
      {translated && <MoreLanguages options={options} set={set} ownSubtitles={ownSubtitles} />}
      {sameLanguage && <p class="field-error" role="alert">{t().upload.sameLanguage}</p>}
      <div class="field-pair">
        {!text && <Choice label={t().upload.subtitles} words={t().subtitlesMode} value={options.subtitles} onChange={(v) => set({ subtitles: v as SubtitleMode })} />}
        <Choice label={t().upload.output} words={t().outputKind} value={options.output} onChange={(v) => set({ output: v as OutputKind })} />
      </div>
      {translated && (
        <Check label={t().upload.review} hint={text ? t().upload.reviewTextHint : t().upload.reviewHint} value={options.review} onChange={(review) => set({ review })} />
      )}
      {me.value?.priorityEnabled === true && (
        <Choice label={t().upload.priority} words={t().priority} value={options.priority} onChange={(v) => set({ priority: v as JobPriority })} />
      )}
      {translated && (
        <details class="more">
          <summary>{t().upload.moreOptions}</summary>
          <div class="more-body">
            {!text && <><VoiceField options={options} set={set} ownSubtitles={ownSubtitles} /><SpeedField options={options} set={set} /></>}
            <label class="field">
              <span class="field-label">{t().upload.style}</span>
              <input type="text" value={options.style} maxLength={500} onInput={(event) => set({ style: event.currentTarget.value })} />
              <span class="field-hint">{t().upload.styleHint}</span>
            </label>
            <Choice label={t().upload.formality} words={t().formality} value={options.formality} onChange={(v) => set({ formality: v as SubmitOptions['formality'] })} />
            {single && <SubtitleFileField file={subtitleFile} onFile={onSubtitleFile} />}
            {ownSubtitles && !text && (
              <Check label={t().upload.ownTranslation} hint={t().upload.ownTranslationHint} value={options.ownTranslation} onChange={(ownTranslation) => set({ ownTranslation })} />
            )}
          </div>
        </details>
      )}
    </fieldset>
  );
}

interface CheckProps { label: string; hint: string; value: boolean; onChange: (value: boolean) => void }

export function Check({ label, hint, value, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span><span class="check-label">{label}</span><span class="field-hint">{hint}</span></span>
    </label>
  );
}

function SubtitleFileField({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>{t().upload.ownSubtitles}</label>
      <div class="file-field">
        <input id={id} type="file" accept=".srt,.vtt,.ass,.ssa,text/vtt,application/x-subrip" onChange={(event) => onFile(event.currentTarget.files?.[0] ?? null)} />
        {file && (
          <button type="button" class="button button-icon button-quiet" aria-label={t().upload.removeSubtitles} onClick={() => {
            onFile(null);
            const input = document.getElementById(id);
            if (input instanceof HTMLInputElement) input.value = '';
          }}><Icon name="close" /></button>
        )}
      </div>
      <span class="field-hint">{t().upload.ownSubtitlesHint}</span>
    </div>
  );
}

interface ChoiceProps { label: string; words: Record<string, string>; value: string; onChange: (value: string) => void }

function Choice({ label, words, value, onChange }: ChoiceProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {Object.entries(words).map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}
