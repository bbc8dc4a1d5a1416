import { useState } from 'preact/hooks';
import type { Cue } from '../../api/types';
import type { Conflict } from '../../cues/merge';
import type { EditSession, SaveConflict } from '../../cues/session';
import { formatTime } from '../../cues/time';
import { t } from '../../i18n';
import { Dialog } from '../../ui/dialog';

type Choice = 'mine' | 'theirs';

/** Two people saved: shows both texts where both changed the same cue, and merges the rest. */
export function ConflictDialog({ session, conflict }: { session: EditSession; conflict: SaveConflict }) {
  const conflicts = conflict.items.flatMap((item) => (item.kind === 'conflict' ? [item.conflict] : []));
  const [choices, setChoices] = useState<readonly Choice[]>(() => conflicts.map(() => 'mine'));
  const choose = (place: number, choice: Choice) => setChoices(choices.map((c, i) => (i === place ? choice : c)));
  return (
    <Dialog
      wide title={t().editor.conflictTitle} onClose={() => (session.conflict.value = null)}
      actions={<>
        <button type="button" class="button" onClick={() => session.takeTheirs()}>{t().editor.mergeDiscard}</button>
        <button type="button" class="button button-primary" onClick={() => void session.settle(choices)}>{t().editor.mergeApply}</button>
      </>}
    >
      <p>{conflicts.length === 0 ? t().editor.conflictNone : t().editor.conflictText}</p>
      {conflicts.length > 0 && <p class="muted">{t().editor.mergeChoose(conflicts.length)}</p>}
      {conflicts.map((item, place) => <Pair key={place} item={item} choice={choices[place] ?? 'mine'} name={`conflict-${place}`} onChoose={(choice) => choose(place, choice)} />)}
    </Dialog>
  );
}

function Pair({ item, choice, name, onChoose }: { item: Conflict; choice: Choice; name: string; onChoose: (choice: Choice) => void }) {
  const cue = (item.mine ?? item.theirs) as Cue;
  return (
    <fieldset class="conflict">
      <legend>{t().editor.cue(cue.index)} · {formatTime(cue.start)}</legend>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side} class={`conflict-side ${choice === side ? 'conflict-chosen' : ''}`}>
          <span class="conflict-head"><input type="radio" name={name} checked={choice === side} onChange={() => onChoose(side)} /><strong>{t().editor[side]}</strong></span>
          <CueText cue={item[side]} other={item[side === 'mine' ? 'theirs' : 'mine']} />
        </label>
      ))}
    </fieldset>
  );
}

function CueText({ cue, other }: { cue: Cue | null; other: Cue | null }) {
  if (!cue) return <em class="muted">{t().editor.deleted}</em>;
  const times = (c: Cue) => `${formatTime(c.start)} – ${formatTime(c.end)}`;
  return (
    <>
      {other && times(cue) !== times(other) && <span class="cue-times">{times(cue)}</span>}
      {(!other || cue.text !== other.text) && <bdi class="cue-source">{cue.text}</bdi>}
      <bdi class="cue-target">{cue.translation}</bdi>
    </>
  );
}
