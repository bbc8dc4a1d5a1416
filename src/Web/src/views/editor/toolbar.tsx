import type { ComponentChildren } from 'preact';
import type { EditSession } from '../../cues/session';
import { t } from '../../i18n';
import { Icon } from '../../ui/icon';

interface ToolbarProps { session: EditSession; review: boolean; revise: string; onFinish: () => void; onHelp: () => void; onFind: () => void; children?: ComponentChildren }

export function Toolbar({ session, review, revise, onFinish, onHelp, onFind, children }: ToolbarProps) {
  const errors = session.problems.value.filter((p) => p.blocking).length;
  const notes = session.problems.value.length - errors;
  const changes = session.changes.value;
  const state = session.saving.value ? t().editor.saving : changes > 0 ? t().editor.unsaved(changes) : review ? t().editor.saved : '';
  const next = () => {
    const place = session.nextProblem();
    if (place !== null) session.select(place);
  };
  return (
    <div class="toolbar card">
      <div class="toolbar-group">
        <button type="button" class="button button-icon" aria-label={t().editor.undo} title={`${t().editor.undo} (Ctrl Z)`} disabled={!session.canUndo.value} onClick={() => session.undo()}><Icon name="undo" /></button>
        <button type="button" class="button button-icon" aria-label={t().editor.redo} title={`${t().editor.redo} (Ctrl Shift Z)`} disabled={!session.canRedo.value} onClick={() => session.redo()}><Icon name="redo" /></button>
        <button type="button" class="button button-icon" aria-label={t().editor.find} title={`${t().editor.find} (Ctrl F)`} onClick={onFind}><Icon name="search" /></button>
        <button type="button" class="button button-icon" aria-label={t().editor.shortcuts} title={`${t().editor.shortcuts} (?)`} onClick={onHelp}><Icon name="keyboard" /></button>
      </div>
      <p class="toolbar-checks" role="status">
        {errors === 0 && notes === 0 ? <span class="checks-good">{t().editor.noProblems}</span> : (
          <>
            {errors > 0 && <span class="checks-bad">{t().editor.errors(errors)}</span>}
            {notes > 0 && <span class="checks-noted">{t().editor.notes(notes)}</span>}
          </>
        )}
      </p>
      {errors + notes > 0 && <button type="button" class="button button-small button-quiet" onClick={next}>{t().editor.nextProblem}</button>}
      <div class="toolbar-group toolbar-end">
        <span class="toolbar-state" role="status">{state}</span>
        {review && <button type="button" class="button" disabled={changes === 0 || session.saving.value} onClick={() => void session.save()}>{t().editor.save}</button>}
        <button type="button" class="button button-primary" onClick={onFinish}><Icon name="check" /><span>{review ? t().editor.approve : revise}</span></button>
      </div>
      {children}
    </div>
  );
}
