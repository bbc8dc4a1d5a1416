import { useEffect, useRef } from 'preact/hooks';
import type { EditSession } from '../../cues/session';
import { formatTime } from '../../cues/time';
import { t } from '../../i18n';
import { announce } from '../../ui/announce';
import { commandOf, type Command, type Place } from './shortcuts';

type Actions = Record<'play' | 'startHere' | 'endHere' | 'help' | 'approve' | 'save' | 'split' | 'merge' | 'speak' | 'find', () => void>;

/** Lets the keyboard drive the editor; returns the ref of the element whose keys count. */
export function useEditorKeys(session: EditSession, editable: boolean, actions: Actions): preact.RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      const command = commandOf(event, placeOf(event.target));
      if (command === null || (!editable && changing.has(command))) return;
      event.preventDefault();
      run(command, session, latest.current, root.current);
    };
    document.addEventListener('keydown', pressed);
    if (document.activeElement === document.body || document.activeElement?.id === 'main') focus(root.current, '.cue-current .cue-row');
    return () => document.removeEventListener('keydown', pressed);
  }, [session, editable]);
  return root;
}

const changing: ReadonlySet<Command> = new Set([
  'remove', 'insert', 'startHere', 'endHere', 'undo', 'redo', 'save', 'approve', 'startEarlier', 'startLater', 'endEarlier', 'endLater', 'split', 'merge', 'speak', 'find',
]);

/** Seconds by which a key moves an edge. */
const nudge = 0.1;

function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof HTMLElement)) return 'elsewhere';
  if (target.closest('textarea, input, select')) return 'field';
  return target.classList.contains('cue-row') ? 'list' : 'elsewhere';
}

function run(command: Command, session: EditSession, actions: Actions, root: HTMLElement | null): void {
  const inField = placeOf(document.activeElement) === 'field';
  const field = document.activeElement instanceof HTMLTextAreaElement ? document.activeElement.className : 'cue-translation';
  switch (command) {
    case 'next': return move(session.selected.value + 1);
    case 'previous': return move(session.selected.value - 1);
    case 'problem': {
      const place = session.nextProblem();
      if (place !== null) move(place);
      return;
    }
    case 'edit': return focus(root, '.cue-translation');
    case 'leave': return focus(root, '.cue-current .cue-row');
    case 'undo': return session.undo();
    case 'redo': return session.redo();
    case 'remove': return session.remove(session.selected.value);
    case 'startEarlier': return moveEdge('start', -nudge);
    case 'startLater': return moveEdge('start', nudge);
    case 'endEarlier': return moveEdge('end', -nudge);
    case 'endLater': return moveEdge('end', nudge);
    case 'insert': session.insertAfter(session.selected.value); return after(() => focus(root, '.cue-translation'));
    default: return actions[command]();
  }

  /** Says the new time, which no field that has the focus shows. */
  function moveEdge(edge: 'start' | 'end', by: number): void {
    const place = session.selected.value;
    const cue = session.cues.value[place];
    if (!cue) return;
    session.retime(place, { [edge]: cue[edge] + by });
    const time = formatTime(session.cues.value[place]?.[edge] ?? 0);
    announce(edge === 'start' ? t().editor.startAt(time) : t().editor.endAt(time));
  }

  /** Who writes goes on writing in the cue that is next. */
  function move(place: number): void {
    session.select(place);
    after(() => focus(root, inField ? `.cue-current .${field}` : '.cue-current .cue-row'));
  }
}

/** After the change has been rendered, which a microtask does too, and before the next key. */
const after = (act: () => void): void => queueMicrotask(act);

function focus(root: HTMLElement | null, selector: string): void {
  root?.querySelector<HTMLElement>(selector)?.focus();
}
