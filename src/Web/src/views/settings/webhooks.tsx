import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { NewWebhook, WebhookView } from '../../api/types';
import { t } from '../../i18n';
import { Confirm } from '../../ui/dialog';
import { ErrorNote } from '../../ui/problem';
import { Secret } from '../../ui/secret';
import { toast } from '../../ui/toast';
import { useResource } from '../../ui/use-resource';
import { Deliveries } from './deliveries';

/** Programs of the caller's own that are told of jobs. */
export function Webhooks() {
  const loaded = useResource(api.webhooks, 'webhooks');
  const [created, setCreated] = useState<NewWebhook | null>(null);
  const [removing, setRemoving] = useState<WebhookView | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
      setError(null);
      await loaded.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <section class="card" aria-labelledby="webhooks-heading">
      <h2 id="webhooks-heading">{t().settings.webhooks}</h2>
      <p class="muted">{t().settings.webhooksText}</p>
      {created && <Secret title={t().settings.secret} secret={created.secret} />}
      {(error ?? loaded.error) !== null && <ErrorNote error={error ?? loaded.error} />}
      <ul class="job-list">
        {loaded.data?.map((webhook) => (
          <li key={webhook.id} data-webhook={webhook.id}>
            <p><strong><bdi>{webhook.url}</bdi></strong> {webhook.description && <span class="muted"><bdi>{webhook.description}</bdi></span>}</p>
            <p class="muted">{webhook.events.join(' · ')}</p>
            {!webhook.enabled && <p class="field-error">{t().settings.off} {webhook.disabledReason}</p>}
            <div class="note-actions">
              <button type="button" class="button button-small" aria-expanded={shown === webhook.id} onClick={() => setShown(shown === webhook.id ? null : webhook.id)}>{t().settings.messages}</button>
              {webhook.enabled
                ? <button type="button" class="button button-small" onClick={() => void attempt(async () => { await api.testWebhook(webhook.id); toast(t().settings.tested); setShown(webhook.id); })}>{t().settings.test}</button>
                : <button type="button" class="button button-small" onClick={() => void attempt(() => api.changeWebhook({ ...webhook, enabled: true }))}>{t().settings.switchOn}</button>}
              <button type="button" class="button button-small" aria-label={`${t().settings.remove}: ${webhook.url}`} onClick={() => setRemoving(webhook)}>{t().settings.remove}</button>
            </div>
            {shown === webhook.id && <Deliveries webhook={webhook} />}
          </li>
        ))}
      </ul>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          const element = event.currentTarget;
          const form = new FormData(element);
          void attempt(async () => {
            setCreated(await api.createWebhook(String(form.get('url')).trim(), String(form.get('description') ?? '').trim() || null));
            element.reset();
          });
        }}
      >
        <label class="field"><span class="field-label">{t().settings.address}</span><input type="url" name="url" required maxLength={2048} placeholder="https://" spellcheck={false} /></label>
        <label class="field"><span class="field-label">{t().settings.description}</span><input type="text" name="description" maxLength={200} /></label>
        <button class="button">{t().settings.add}</button>
      </form>
      {removing && (
        <Confirm
          danger title={t().settings.removeTitle} text={t().settings.removeText(removing.url)} yes={t().settings.remove} no={t().settings.keep}
          onNo={() => setRemoving(null)}
          onYes={() => {
            setRemoving(null);
            void attempt(() => api.removeWebhook(removing.id));
          }}
        />
      )}
    </section>
  );
}
