import { t } from '../i18n';
import { toast } from './toast';

/** A secret that is shown this once, with a button that copies it. */
export function Secret({ title, secret }: { title: string; secret: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    toast(t().operator.copied);
  };
  return (
    <div class="note note-good" role="status">
      <div class="note-body">
        <strong>{title}</strong>
        <code class="new-key">{secret}</code>
        <div class="note-actions"><button type="button" class="button button-small" onClick={() => void copy()}>{t().operator.copy}</button></div>
      </div>
    </div>
  );
}
