import { signal } from '@preact/signals';
import { hasEnded, type JobView } from '../api/types';
import { t } from '../i18n';
import { jobLink } from '../router';

const storageKey = 'transvox.notices';

export const noticesPossible = (): boolean => 'Notification' in globalThis;

/** Whether the browser shows a notice when a job of the page ends or waits for review. */
export const noticesWanted = signal(noticesPossible() && Notification.permission === 'granted' && localStorage.getItem(storageKey) === 'on');

/** Switches notices on, asking the browser, or off. Call it for a click only. Returns whether they are on. */
export async function wantNotices(on: boolean): Promise<boolean> {
  const granted = on && noticesPossible() && (await Notification.requestPermission()) === 'granted';
  noticesWanted.value = granted;
  if (granted) localStorage.setItem(storageKey, 'on');
  else localStorage.removeItem(storageKey);
  return granted;
}

/** A job of the page has come into another state. Whoever looks at the page sees it there. */
export function noticeState(job: JobView): void {
  if (!noticesWanted.value || document.hasFocus() || !(hasEnded(job) || job.state === 'AwaitingReview')) return;
  // One per job: a later one takes the place of the one before.
  const notice = new Notification(job.fileName, { body: t().state[job.state], tag: job.id });
  notice.onclick = () => {
    focus();
    location.hash = jobLink(job.id);
    notice.close();
  };
}
