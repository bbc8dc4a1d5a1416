import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { DeliveryView, WebhookView } from '../../api/types';
import { moment } from '../../format';
import { t } from '../../i18n';
import { ErrorNote } from '../../ui/problem';
import { useResource } from '../../ui/use-resource';

/** What the last attempt came to, in the service's words or as a status. */
export function answerOf(delivery: DeliveryView): string {
  const last = delivery.attempts.at(-1);
  return last === undefined ? '' : last.error ?? String(last.status ?? '');
}

/** The last messages to a webhook. */
export function Deliveries({ webhook }: { webhook: WebhookView }) {
  const loaded = useResource(() => api.deliveries(webhook.id), `deliveries ${webhook.id}`, 3000);
  const [error, setError] = useState<unknown>(null);
  const resend = async (delivery: DeliveryView) => {
    try {
      await api.resend(webhook.id, delivery.id);
      setError(null);
      await loaded.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if ((error ?? loaded.error) !== null) return <ErrorNote error={error ?? loaded.error} />;
  if (!loaded.data) return <p class="muted">{t().app.loading}</p>;
  if (loaded.data.length === 0) return <p class="muted">{t().settings.noMessages}</p>;
  return (
    <div class="table-wrap" tabIndex={0} role="group" aria-label={t().settings.messages}>
      <table class="table">
        <tbody>
          {loaded.data.map((delivery) => (
            <tr key={delivery.id}>
              <td class="nowrap">{moment(delivery.createdAt)}</td><td><code>{delivery.event}</code></td>
              <td>{t().settings.states[delivery.state]}</td><td title={delivery.attempts.at(-1)?.answer ?? ''}>{answerOf(delivery)}</td>
              <td class="number">
                {delivery.state !== 'Pending' && webhook.enabled && (
                  <button type="button" class="button button-small" aria-label={`${t().settings.resend}: ${delivery.id}`} onClick={() => void resend(delivery)}>{t().settings.resend}</button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
