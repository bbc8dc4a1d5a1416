import { useId, useState } from 'preact/hooks';
import type { SubmitOptions } from '../../api/types';
import { language } from '../../format';
import { t } from '../../i18n';
import { languages } from '../../state/languages';
import { catalogueOf, isLanguageCode, offeredLanguages, sourceChoices, targetChoices, voiceChoices } from '../../upload/languages';

interface FieldsProps { options: SubmitOptions; set: (change: Partial<SubmitOptions>) => void }

/** Spoken language and, where anything is translated, language to dub into: exactly what the service declares, or any code where it declares nothing. */
export function LanguageFields({ options, set, ownSubtitles }: FieldsProps & { ownSubtitles: boolean }) {
  const catalogue = languages.value && catalogueOf(languages.value, options, ownSubtitles);
  const translated = options.output !== 'Transcript';
  if (catalogue === null) {
    return (
      <div class="field-pair" aria-busy="true">
        <Waiting label={t().upload.source} value={options.sourceLanguage} />
        {translated && <Waiting label={t().upload.target} value={options.targetLanguage} />}
      </div>
    );
  }
  const { recognized, withSubtitles } = sourceChoices(catalogue, ownSubtitles);
  const open = recognized === null || (ownSubtitles && withSubtitles === null);
  const targets = targetChoices(catalogue, options.sourceLanguage);
  return (
    <div class="field-pair">
      {open
        ? <OpenLanguage label={t().upload.source} value={options.sourceLanguage} onChange={(sourceLanguage) => set({ sourceLanguage })} />
        : (
          <label class="field">
            <span class="field-label">{t().upload.source}</span>
            <select value={options.sourceLanguage} onChange={(event) => set({ sourceLanguage: event.currentTarget.value })}>
              <Languages codes={recognized} />
              {withSubtitles !== null && withSubtitles.length > 0 && (
                <optgroup label={t().upload.withOwnSubtitles}><Languages codes={withSubtitles} disabled={!ownSubtitles} /></optgroup>
              )}
            </select>
          </label>
        )}
      {translated && (targets === null
        ? <OpenLanguage label={t().upload.target} value={options.targetLanguage} onChange={(targetLanguage) => set({ targetLanguage })} />
        : (
          <label class="field">
            <span class="field-label">{t().upload.target}</span>
            <select value={options.targetLanguage} onChange={(event) => set({ targetLanguage: event.currentTarget.value })}><Languages codes={targets} /></select>
          </label>
        ))}
    </div>
  );
}

/** The profile of engines, where the service has several. */
export function ProfileField({ options, set }: FieldsProps) {
  const hint = useId();
  const profiles = languages.value?.profiles;
  const [usual] = profiles ?? [];
  if (profiles == null || usual === undefined) return null;
  const chosen = profiles.find((profile) => profile.name === options.profile) ?? usual;
  return (
    <label class="field">
      <span class="field-label">{t().upload.profile}</span>
      <select value={chosen.name} aria-describedby={hint} onChange={(event) => set({ profile: event.currentTarget.value })}>
        {profiles.map((profile) => <option key={profile.name} value={profile.name}>{profile.name}</option>)}
      </select>
      <span class="field-hint" id={hint}>
        {chosen.description}{chosen.maxVideoMinutes != null && ` ${t().upload.profileLimit(chosen.maxVideoMinutes)}`}
      </span>
    </label>
  );
}

/** Said where sound or text of the video leaves the service's machine. */
export function ElsewhereHint({ options, ownSubtitles }: { options: SubmitOptions; ownSubtitles: boolean }) {
  const leaves = languages.value !== null && catalogueOf(languages.value, options, ownSubtitles).leavesMachine;
  return leaves ? <p class="field-hint">{t().upload.leavesMachine}</p> : null;
}

/** The voice: one of those that the service has for the language, or any name where it declares none. */
export function VoiceField({ options, set, ownSubtitles }: FieldsProps & { ownSubtitles: boolean }) {
  const hint = useId();
  const catalogue = languages.value && catalogueOf(languages.value, options, ownSubtitles);
  if (catalogue === null || !catalogue.canChooseVoice) return null;
  const voices = voiceChoices(catalogue, options.targetLanguage);
  if (voices !== null) {
    return (
      <label class="field">
        <span class="field-label">{t().upload.voice}</span>
        <select value={options.voice} onChange={(event) => set({ voice: event.currentTarget.value })}>
          <option value="">{t().upload.usualVoice}</option>
          {voices.map((voice) => <option key={voice} value={voice}>{voiceName(voice, options.targetLanguage)}</option>)}
        </select>
      </label>
    );
  }
  return (
    <label class="field">
      <span class="field-label">{t().upload.voice}</span>
      <input type="text" maxLength={64} value={options.voice} aria-describedby={hint} onInput={(event) => set({ voice: event.currentTarget.value })} />
      <span class="field-hint" id={hint}>{t().upload.voiceHint}</span>
    </label>
  );
}

export function SpeedField({ options, set }: FieldsProps) {
  const catalogue = languages.value && catalogueOf(languages.value, options, false);
  if (catalogue?.canChooseSpeed === false) return null;
  return (
    <label class="field">
      <span class="field-label">{t().upload.speed} <output class="muted">{t().upload.speedValue(options.speed.toFixed(2))}</output></span>
      <input type="range" min="0.5" max="2" step="0.05" value={options.speed} onInput={(event) => set({ speed: Number(event.currentTarget.value) })} />
    </label>
  );
}

const Languages = ({ codes, disabled = false }: { codes: readonly string[]; disabled?: boolean }) =>
  <>{codes.map((code) => <option key={code} value={code} disabled={disabled}>{language(code)}</option>)}</>;

/** Voices that are named like dialects are told as such. */
function voiceName(voice: string, target: string): string {
  const named = voice === target || voice.startsWith(`${target}-`) ? language(voice) : voice;
  return named === voice ? voice : `${named} (${voice})`;
}

function Waiting({ label, value }: { label: string; value: string }) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select disabled value={value}><option value={value}>{language(value)}</option></select>
    </label>
  );
}

function OpenLanguage({ label, value, onChange }: { label: string; value: string; onChange: (code: string) => void }) {
  const offered: readonly string[] = offeredLanguages;
  const [other, setOther] = useState(!offered.includes(value));
  const hint = useId();
  return (
    <div class="field">
      <label>
        <span class="field-label">{label}</span>
        <select
          value={other ? 'other' : value}
          onChange={(event) => {
            const code = event.currentTarget.value;
            setOther(code === 'other');
            onChange(code === 'other' ? '' : code);
          }}
        >
          <Languages codes={offered} />
          <option value="other">{t().upload.otherLanguage}</option>
        </select>
      </label>
      {other && (
        <>
          <input
            type="text" value={value} maxLength={8} spellcheck={false} aria-label={`${label}: ${t().upload.otherLanguageLabel}`} aria-describedby={hint}
            aria-invalid={value !== '' && !isLanguageCode(value)} onInput={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
          />
          <span class="field-hint" id={hint}>{t().upload.otherLanguageHint}</span>
        </>
      )}
    </div>
  );
}
