import { t } from '../../i18n';
import { Dialog } from '../../ui/dialog';

export type Command =
  | 'next' | 'previous' | 'play' | 'edit' | 'leave' | 'problem' | 'startHere' | 'endHere' | 'save' | 'approve' | 'undo' | 'redo'
  | 'remove' | 'insert' | 'help' | 'startEarlier' | 'startLater' | 'endEarlier' | 'endLater' | 'split' | 'merge' | 'speak' | 'find';

export interface KeyPress { key: string; code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean; isComposing?: boolean }

/** Where the focus is: single keys mean something only in the list, so that nobody loses text or types commands. */
export type Place = 'field' | 'list' | 'elsewhere';

/** The command of a key, or null. Keys with Alt are told by their place on the keyboard, since Alt changes what they write. */
export function commandOf(press: KeyPress, place: Place): Command | null {
  if (press.isComposing) return null;
  const { key, code, altKey, shiftKey } = press;
  const command = press.ctrlKey || press.metaKey;
  if (command && !altKey) return withCommand(key.toLowerCase(), shiftKey);
  if (altKey && !command) return withAlt(code, shiftKey);
  if (place === 'field') return key === 'Escape' ? 'leave' : null;
  if (place === 'list' && !command && !altKey) return inList(key, shiftKey);
  return null;
}

function withCommand(key: string, shift: boolean): Command | null {
  if (key === 's') return 'save';
  if (key === 'f') return 'find';
  if (key === 'enter') return 'approve';
  if (key === 'z') return shift ? 'redo' : 'undo';
  return key === 'y' ? 'redo' : null;
}

function withAlt(code: string, shift: boolean): Command | null {
  switch (code) {
    case 'ArrowDown': return 'next';
    case 'ArrowUp': return 'previous';
    case 'KeyP': return 'play';
    case 'KeyN': return 'problem';
    case 'BracketLeft': return 'startHere';
    case 'BracketRight': return 'endHere';
    case 'Comma': return shift ? 'endEarlier' : 'startEarlier';
    case 'Period': return shift ? 'endLater' : 'startLater';
    case 'KeyS': return 'split';
    case 'KeyM': return 'merge';
    case 'KeyT': return 'speak';
    default: return null;
  }
}

function inList(key: string, shift: boolean): Command | null {
  switch (key) {
    case 'ArrowDown': case 'j': return 'next';
    case 'ArrowUp': case 'k': return 'previous';
    case ' ': case 'p': return 'play';
    case 'Enter': return 'edit';
    case 'n': return 'problem';
    case '[': return 'startHere';
    case ']': return 'endHere';
    case 'Delete': return 'remove';
    case 'ArrowLeft': return shift ? 'endEarlier' : 'startEarlier';
    case 'ArrowRight': return shift ? 'endLater' : 'startLater';
    case 'i': return 'insert';
    case 's': return 'split';
    case 'm': return 'merge';
    case 't': return 'speak';
    case 'f': return 'find';
    case '?': return 'help';
    default: return null;
  }
}

const shown: [Command, string[], string[]?][] = [
  ['next', ['↓', 'J'], ['Alt ↓']],
  ['previous', ['↑', 'K'], ['Alt ↑']],
  ['play', ['Space', 'P'], ['Alt P']],
  ['edit', ['Enter']],
  ['leave', [], ['Esc']],
  ['problem', ['N'], ['Alt N']],
  ['startHere', ['['], ['Alt [']],
  ['endHere', [']'], ['Alt ]']],
  ['startEarlier', ['←'], ['Alt ,']],
  ['startLater', ['→'], ['Alt .']],
  ['endEarlier', ['Shift ←'], ['Alt Shift ,']],
  ['endLater', ['Shift →'], ['Alt Shift .']],
  ['speak', ['T'], ['Alt T']],
  ['split', ['S'], ['Alt S']],
  ['merge', ['M'], ['Alt M']],
  ['find', ['F'], ['Ctrl F']],
  ['insert', ['I']],
  ['remove', ['Delete']],
  ['undo', [], ['Ctrl Z']],
  ['redo', [], ['Ctrl Shift Z']],
  ['save', [], ['Ctrl S']],
  ['approve', [], ['Ctrl Enter']],
  ['help', ['?']],
];

export function ShortcutTable() {
  const keys = (names: readonly string[]) => names.map((name) => <kbd key={name}>{name}</kbd>);
  return (
    <table class="table shortcuts">
      <thead><tr><th scope="col">{t().operator.action}</th><th scope="col">{t().editor.cues}</th><th scope="col">{t().shortcut.inField}</th></tr></thead>
      <tbody>
        {shown.map(([command, list, field = []]) => (
          <tr key={command}><th scope="row">{t().shortcut[command]}</th><td>{keys(list)}</td><td>{keys(field)}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

export function ShortcutDialog({ onClose }: { onClose: () => void }) {
  return <Dialog title={t().editor.shortcuts} scrolls onClose={onClose}><ShortcutTable /></Dialog>;
}
