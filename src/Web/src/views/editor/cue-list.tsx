import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Cue, CueProblem } from '../../api/types';
import type { EditSession } from '../../cues/session';
import { formatTime, parseTime } from '../../cues/time';
import { longestSpeaker, longestText } from '../../cues/validate';
import { percent } from '../../format';
import { t } from '../../i18n';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import type { Speaker } from './use-speaker';

/** What the buttons of a cue do; `speaker` is null where nothing is spoken. */
export interface CueActions { play: () => void; startHere: () => void; endHere: () => void; split: () => void; merge: () => void; speak: () => void }

interface CueListProps { session: EditSession; editable: boolean; playing: boolean; speaker: Speaker | null; actions: CueActions }

/** Rows kept in the page around the selected cue: a film's thousands at once would make typing slow. */
const around = 60;

export function CueList(props: CueListProps) {
  const { session } = props;
  const cues = session.cues.value;
  const selected = session.selected.value;
  const from = Math.max(0, selected - around);
  const to = Math.min(cues.length, selected + around + 1);
  const problems = new Map<number, CueProblem[]>();
  for (const problem of session.problems.value) problems.set(problem.index, [...(problems.get(problem.index) ?? []), problem]);
  if (cues.length === 0) return <p class="empty">{t().editor.empty}</p>;
  return (
    <div class="cue-list">
      {from > 0 && <button type="button" class="button button-small" onClick={() => session.select(from - 1)}>{t().editor.earlier}</button>}
      <ol class="cues" start={from + 1} aria-label={t().editor.cues}>
        {cues.slice(from, to).map((cue, i) => (
          <CueRow key={from + i} place={from + i} cue={cue} problems={problems.get(from + i) ?? []} current={from + i === selected} {...props} />
        ))}
      </ol>
      {to < cues.length && <button type="button" class="button button-small" onClick={() => session.select(to)}>{t().editor.later}</button>}
    </div>
  );
}

interface CueRowProps extends CueListProps { place: number; cue: Cue; problems: readonly CueProblem[]; current: boolean }

function CueRow(props: CueRowProps) {
  const { place, cue, problems, current, session } = props;
  const row = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!current) return;
    row.current?.closest('li')?.scrollIntoView({ block: 'nearest' });
    if (document.activeElement?.classList.contains('cue-row')) row.current?.focus({ preventScroll: true });
  }, [current]);
  const worst = problems.some((p) => p.blocking) ? 'bad' : problems.length > 0 ? 'noted' : 'good';
  return (
    <li class={`cue cue-${worst}${current ? ' cue-current' : ''}`} data-place={place}>
      <button
        ref={row} type="button" class="cue-row" tabIndex={current ? 0 : -1} aria-current={current ? 'true' : undefined}
        onClick={() => session.select(place)}
      >
        <span class="cue-number">{place + 1}</span>
        <span class="cue-times">{formatTime(cue.start)} – {formatTime(cue.end)}</span>
        {cue.speaker && <span class="cue-speaker"><span class="visually-hidden">{t().editor.speaker('')}</span><bdi>{cue.speaker}</bdi></span>}
        {problems.length > 0 && <span class="cue-flags"><Icon name="alert" /><span class="visually-hidden">{problems.map((p) => problemText(p)).join('; ')}</span></span>}
        {!current && <span class="cue-texts"><bdi class="cue-source">{cue.text}</bdi><bdi class="cue-target">{cue.translation}</bdi></span>}
      </button>
      {current && <CueForm {...props} />}
    </li>
  );
}

export function problemText(problem: CueProblem): string {
  const words: Partial<Record<string, string>> = t().problem;
  return words[problem.code] ?? problem.message;
}

function CueForm({ place, cue, problems, session, editable, playing, speaker, actions }: CueRowProps) {
  const notes = useId();
  return (
    <div class="cue-form">
      <div class="cue-tools">
        <button type="button" class="button button-small" onClick={actions.play}><Icon name={playing ? 'stop' : 'play'} /><span>{playing ? t().editor.playing : t().editor.play}</span></button>
        <TimeField label={t().editor.start} value={cue.start} editable={editable} onChange={(start) => session.edit(place, { start })} onHere={actions.startHere} hereLabel={t().editor.startHere} />
        <TimeField label={t().editor.end} value={cue.end} editable={editable} onChange={(end) => session.edit(place, { end })} onHere={actions.endHere} hereLabel={t().editor.endHere} />
        <SpeakerField session={session} place={place} speaker={cue.speaker ?? ''} editable={editable} />
        {cue.confidence != null && <span class="cue-confidence">{t().editor.confidence(percent(cue.confidence))}</span>}
      </div>
      <label class="field">
        <span class="field-label">{t().editor.source}</span>
        <textarea class="cue-text" rows={2} value={cue.text} readOnly={!editable} maxLength={longestText} onInput={(event) => session.edit(place, { text: event.currentTarget.value })} />
      </label>
      {session.translated && (
        <label class="field">
          <span class="field-label">{t().editor.translation}</span>
          <textarea
            class="cue-translation" rows={2} value={cue.translation ?? ''} readOnly={!editable} maxLength={longestText} aria-describedby={notes}
            aria-invalid={problems.some((p) => p.blocking)} onInput={(event) => session.edit(place, { translation: event.currentTarget.value })}
          />
        </label>
      )}
      {cue.fullTranslation && <p class="field-hint"><span>{t().editor.fullTranslation}: </span><bdi>{cue.fullTranslation}</bdi></p>}
      <ul class="cue-problems" id={notes}>
        {problems.map((problem) => (
          <li key={problem.code} class={problem.blocking ? 'field-error' : 'cue-note'} title={problem.message || undefined}><Icon name="alert" />{problemText(problem)}</li>
        ))}
      </ul>
      {speaker && <SpokenLine speaker={speaker} place={place} onToggle={actions.speak} />}
      {editable && (
        <div class="cue-tools">
          <button type="button" class="button button-small button-quiet" onClick={() => session.insertAfter(place)}><Icon name="plus" /><span>{t().editor.insert}</span></button>
          <button type="button" class="button button-small button-quiet" title={t().editor.splitTitle} onClick={actions.split}><Icon name="split" /><span>{t().editor.split}</span></button>
          {place + 1 < session.cues.value.length && (
            <button type="button" class="button button-small button-quiet" onClick={actions.merge}><Icon name="merge" /><span>{t().editor.mergeNext}</span></button>
          )}
          <button type="button" class="button button-small button-quiet" onClick={() => session.remove(place)}><Icon name="trash" /><span>{t().editor.remove}</span></button>
        </div>
      )}
    </div>
  );
}

/** The line as the dub will say it, on request. */
function SpokenLine({ speaker, place, onToggle }: { speaker: Speaker; place: number; onToggle: () => void }) {
  const speaking = speaker.place === place;
  return (
    <>
      <div class="cue-tools">
        <button type="button" class="button button-small" onClick={onToggle}><Icon name={speaking ? 'stop' : 'voice'} /><span>{speaking ? t().editor.speakStop : t().editor.speak}</span></button>
        <span class="cue-spoken" role="status">{speaking ? t().editor.speaking : speaker.spoken?.place === place ? speaker.spoken.text : ''}</span>
      </div>
      {speaker.error?.place === place && <ErrorNote error={speaker.error.error} />}
    </>
  );
}

interface SpeakerFieldProps { session: EditSession; place: number; speaker: string; editable: boolean }

/** Who says it: one of those who speak in this video, or a new name. */
function SpeakerField({ session, place, speaker, editable }: SpeakerFieldProps) {
  const list = useId();
  const names = [...new Set(session.cues.value.map((cue) => cue.speaker ?? ''))].filter((name) => name !== '').sort();
  if (!editable && speaker === '') return null;
  return (
    <label class="speaker-field">
      <span class="field-label">{t().editor.speakerName}</span>
      <input
        type="text" list={list} value={speaker} readOnly={!editable} maxLength={longestSpeaker} autocomplete="off"
        onInput={(event) => session.edit(place, { speaker: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <datalist id={list}>{names.map((name) => <option key={name} value={name} />)}</datalist>
    </label>
  );
}

interface TimeFieldProps { label: string; value: number; editable: boolean; onChange: (seconds: number) => void; onHere: () => void; hereLabel: string }

/** A time as text; it counts when the field is left or Enter is pressed, and stays as typed while it cannot be read. */
function TimeField({ label, value, editable, onChange, onHere, hereLabel }: TimeFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const unreadable = typed !== null && parseTime(typed) === null;
  const take = () => {
    if (typed === null || unreadable) return;
    onChange(parseTime(typed) ?? value);
    setTyped(null);
  };
  return (
    <span class="time-field">
      <label>
        <span class="field-label">{label}</span>
        <input
          type="text" inputMode="decimal" value={typed ?? formatTime(value)} readOnly={!editable} aria-invalid={unreadable} title={unreadable ? t().editor.badTime : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)} onBlur={take}
          onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); take(); } }}
        />
      </label>
      {editable && <button type="button" class="button button-icon button-quiet" aria-label={hereLabel} title={hereLabel} onClick={onHere}><Icon name="clock" /></button>}
      {unreadable && <span class="field-error" role="alert">{t().editor.badTime}</span>}
    </span>
  );
}
