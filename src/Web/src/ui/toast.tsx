import { signal } from '@preact/signals';
import { t } from '../i18n';
import { announce } from './announce';
import { Icon } from './icon';

const shown = signal<{ id: number; text: string } | null>(null);
let count = 0;

/** Says for a few seconds that something worked. Errors are shown where they belong and stay. */
export function toast(text: string): void {
  const id = ++count;
  shown.value = { id, text };
  announce(text);
  setTimeout(() => { if (shown.value?.id === id) shown.value = null; }, 6000);
}

export function Toast() {
  const current = shown.value;
  if (!current) return null;
  return (
    <div class="toast">
      <Icon name="check" />
      <span>{current.text}</span>
      <button type="button" class="button button-icon button-quiet" onClick={() => (shown.value = null)} aria-label={t().app.dismiss}><Icon name="close" /></button>
    </div>
  );
}
