import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { ApiKeyView, NewApiKey } from '../../api/types';
import { moment } from '../../format';
import { t } from '../../i18n';
import { Confirm } from '../../ui/dialog';
import { ErrorNote } from '../../ui/problem';
import { Secret } from '../../ui/secret';
import { useResource } from '../../ui/use-resource';

export function Keys() {
  const loaded = useResource(api.keys, 'keys');
  const [created, setCreated] = useState<NewApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
      setError(null);
      await loaded.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if (!loaded.data) return loaded.error !== null ? <ErrorNote error={loaded.error} /> : <p class="muted">{t().app.loading}</p>;
  return (
    <section class="card" aria-labelledby="keys-heading">
      <h2 id="keys-heading">{t().operator.keys}</h2>
      <p class="muted">{t().operator.keysText}</p>
      {created && <Secret title={t().operator.keyCreated} secret={created.key} />}
      {error !== null && <ErrorNote error={error} />}
      {loaded.data.length === 0 ? <p>{t().operator.noKeys}</p> : <KeyTable keys={loaded.data} onRevoke={setRevoking} />}
      <KeyForm onCreate={(user, admin, note) => void attempt(async () => setCreated(await api.createKey(user, admin, note)))} />
      {revoking && (
        <Confirm
          danger title={t().operator.revokeTitle} text={t().operator.revokeText(revoking.userId)} yes={t().operator.revoke} no={t().operator.keep}
          onNo={() => setRevoking(null)}
          onYes={() => {
            setRevoking(null);
            void attempt(async () => void (await api.removeKey(revoking.keyId)));
          }}
        />
      )}
    </section>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly ApiKeyView[]; onRevoke: (key: ApiKeyView) => void }) {
  return (
    <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="keys-heading">
      <table class="table">
        <thead><tr>
          <th scope="col">{t().job.id}</th><th scope="col">{t().operator.user}</th><th scope="col">{t().operator.keyAdmin}</th>
          <th scope="col">{t().operator.keyNote}</th><th scope="col">{t().job.created}</th><td />
        </tr></thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.keyId}>
              <td><code>{key.keyId}</code></td><td><bdi>{key.userId}</bdi></td><td>{key.admin ? t().operator.yes : t().operator.no}</td>
              <td><bdi>{key.note}</bdi></td><td>{key.createdAt ? moment(key.createdAt) : '–'}</td>
              <td class="number"><button type="button" class="button button-small" aria-label={`${t().operator.revoke}: ${key.keyId}`} onClick={() => onRevoke(key)}>{t().operator.revoke}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KeyForm({ onCreate }: { onCreate: (user: string, admin: boolean, note: string) => void }) {
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onCreate(String(form.get('user')).trim(), form.get('admin') !== null, String(form.get('note') ?? '').trim());
        event.currentTarget.reset();
      }}
    >
      <label class="field"><span class="field-label">{t().operator.userId}</span><input type="text" name="user" required pattern="[a-z0-9]([a-z0-9_\-]{0,62}[a-z0-9])?" spellcheck={false} /></label>
      <label class="field"><span class="field-label">{t().operator.keyNote}</span><input type="text" name="note" maxLength={200} /></label>
      <label class="check"><input type="checkbox" name="admin" /><span class="check-label">{t().operator.keyAdmin}</span></label>
      <button class="button">{t().operator.createKey}</button>
    </form>
  );
}
