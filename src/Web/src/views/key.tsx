import { useState } from 'preact/hooks';
import { bringUpMediaWorker, apiKey, setKey } from '../api/identity';
import { t } from '../i18n';
import { Icon } from '../ui/icon';

/** Asked for when the service does not know who calls. */
export function KeyForm() {
  const [text, setText] = useState('');
  const refused = apiKey.value !== null;
  return (
    <div class="page page-narrow">
      <form
        class="card sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          setKey(text.trim());
          void bringUpMediaWorker();
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
        <button class="button button-primary" disabled={text.trim() === ''}>{t().key.submit}</button>
      </form>
    </div>
  );
}
