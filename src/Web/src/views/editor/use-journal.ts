import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { EditSession } from '../../cues/session';

const keyOf = (jobId: string): string => `transvox.edits.${jobId}`;

/** The edit history that this tab kept of a job before it was loaded again. */
export const keptJournal = (jobId: string): string | null => sessionStorage.getItem(keyOf(jobId));

export function forgetJournal(jobId: string): void {
  sessionStorage.removeItem(keyOf(jobId));
}

/** Keeps the edit history of a session in this tab, so that undo works after the page is loaded again. */
export function useJournal(jobId: string, session: EditSession, editable: boolean): void {
  useEffect(() => {
    if (!editable) return forgetJournal(jobId);
    return effect(() => {
      const journal = session.journal.value;
      if (journal === null) forgetJournal(jobId);
      else keep(keyOf(jobId), journal);
    });
  }, [jobId, session, editable]);
}

function keep(key: string, journal: string): void {
  try {
    sessionStorage.setItem(key, journal);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
    // No room in this tab: an old history would be a wrong one.
    sessionStorage.removeItem(key);
  }
}
