import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { findAll, matchFrom, type Match } from '../../cues/find';
import type { EditSession } from '../../cues/session';
import type { TextField } from '../../cues/split';
import { t } from '../../i18n';
import { announce } from '../../ui/announce';
import { Icon } from '../../ui/icon';

interface FindPanelProps { session: EditSession; onClose: () => void }

type Where = TextField | 'both';
const around = 40;

/** Find and replace over all cues, also those that the list does not show. */
export function FindPanel({ session, onClose }: FindPanelProps) {
  const [text, setText] = useState('');
  const [replacement, setReplacement] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [where, setWhere] = useState<Where>(session.translated ? 'translation' : 'text');
  const [from, setFrom] = useState<Pick<Match, 'place' | 'field' | 'start'>>({ place: session.selected.value, field: 'text', start: 0 });
  const first = useRef<HTMLInputElement>(null);
  const ids = { find: useId(), replace: useId() };
  const cues = session.cues.value;
  const query = useMemo(() => ({ text, matchCase, fields: where === 'both' ? ['text', 'translation'] as const : [where] }), [text, matchCase, where]);
  const matches = useMemo(() => findAll(cues, query), [cues, query]);
  const at = matchFrom(matches, from);
  const match = matches[at];
  useEffect(() => { first.current?.focus(); }, []);
  useEffect(() => { if (match) session.select(match.place); }, [match?.place]);

  const step = (by: 1 | -1) => {
    const next = matches[(at + by + matches.length) % matches.length];
    if (next) setFrom(next);
  };
  const replace = () => {
    if (!match) return;
    session.replace(match, replacement);
    setFrom({ ...match, start: match.start + replacement.length });
  };
  const replaceAll = () => {
    if (!match) return;
    session.replaceAll(query, replacement);
    announce(t().editor.replaced(matches.length));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const enter = (act: (back: boolean) => void) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(event.shiftKey);
  };
  return (
    <section class="find" role="search" aria-label={t().editor.find} onKeyDown={keys}>
      <label class="find-field" for={ids.find}><span class="field-label">{t().editor.findText}</span>
        <input id={ids.find} ref={first} type="text" value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} onKeyDown={enter((back) => step(back ? -1 : 1))} />
      </label>
      <label class="find-field" for={ids.replace}><span class="field-label">{t().editor.findReplacement}</span>
        <input id={ids.replace} type="text" value={replacement} autocomplete="off" onInput={(event) => setReplacement(event.currentTarget.value)} onKeyDown={enter(replace)} />
      </label>
      {session.translated && (
        <label class="find-where"><span class="field-label">{t().editor.findIn}</span>
          <select value={where} onChange={(event) => setWhere(event.currentTarget.value as Where)}>
            <option value="translation">{t().editor.translation}</option><option value="text">{t().editor.source}</option><option value="both">{t().editor.findBoth}</option>
          </select>
        </label>
      )}
      <label class="check find-case"><input type="checkbox" checked={matchCase} onChange={(event) => setMatchCase(event.currentTarget.checked)} /><span class="check-label">{t().editor.findCase}</span></label>
      <div class="find-buttons">
        {/* Never disabled: a button that becomes so under the focus takes the keys with it. */}
        <button type="button" class="button button-small" onClick={() => step(-1)}>{t().editor.findPrevious}</button>
        <button type="button" class="button button-small" onClick={() => step(1)}>{t().editor.findNext}</button>
        <button type="button" class="button button-small" onClick={replace}>{t().editor.replace}</button>
        <button type="button" class="button button-small" onClick={replaceAll}>{t().editor.replaceAll}</button>
        <button type="button" class="button button-icon button-quiet" aria-label={t().app.close} title={`${t().app.close} (Esc)`} onClick={onClose}><Icon name="close" /></button>
      </div>
      <p class="find-found" role="status">
        {text !== '' && <span class="find-count">{!match ? t().editor.findNone : t().editor.findOf(at + 1, matches.length)}</span>}
        {match && <Context text={cues[match.place]?.[match.field] ?? ''} match={match} />}
      </p>
    </section>
  );
}

function Context({ text, match: { place, start, end } }: { text: string; match: Match }) {
  const from = Math.max(0, start - around);
  return (
    <span class="find-context">
      {t().editor.cue(place + 1)}: <bdi>{from > 0 && '…'}{text.slice(from, start)}<mark>{text.slice(start, end)}</mark>{text.slice(end, end + around)}{end + around < text.length && '…'}</bdi>
    </span>
  );
}
