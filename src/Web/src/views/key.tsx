import { useState } from 'preact/hooks';
import { apiKey, signIn } from '../api/identity';
import { t } from '../i18n';
import { Icon } from '../ui/icon';

/** Asked for when the service does not know who calls. */
export function KeyForm() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const refused = apiKey.value !== null && !busy;
  return (
    <div class="page page-narrow">
      <form
        class="card sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void signIn(text.trim()).finally(() => setBusy(false));
        }}
      >
        <Icon name="lock" />
        <h1>{t().key.title}</h1>
        <p>{t().key.text}</p>
        {refused && <p class="field-error" role="alert">{t().key.wrong}</p>}
        <label class="field">
          <span class="field-label">{t().key.label}</span>
          <input type="password" autocomplete="off" spellcheck={false} value={text} required onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button class="button button-primary" disabled={busy || text.trim() === ''}>{t().key.submit}</button>
      </form>
    </div>
  );
}
