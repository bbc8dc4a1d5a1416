import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { LiveLimits } from '../../api/types';
import { t } from '../../i18n';
import { Confirm } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { toast } from '../../ui/toast';
import { useResource } from '../../ui/use-resource';

/** Limits of single users in place of the defaults. */
export function Users() {
  const loaded = useResource(async () => (await api.limits()).body, 'users');
  const [error, setError] = useState<unknown>(null);
  const act = async (change: () => Promise<{ body: LiveLimits }>, done?: string) => {
    try {
      await change();
      setError(null);
      if (done !== undefined) toast(done);
      await loaded.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if (!loaded.data) return loaded.error !== null ? <ErrorNote error={loaded.error} /> : <p class="muted">{t().app.loading}</p>;
  const users = Object.entries(loaded.data.users).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section class="card" aria-labelledby="overrides-heading">
      <h2 id="overrides-heading">{t().operator.users}</h2>
      <p class="muted">{t().operator.usersText}</p>
      {users.length === 0 ? <p class="muted">{t().operator.noUsers}</p> : (
        <table class="table">
          <thead><tr><th scope="col">{t().operator.user}</th><th scope="col" class="number">{t().operator.maxJobs}</th><th scope="col" class="number">{t().operator.weight}</th><td /></tr></thead>
          <tbody>
            {users.map(([user, limits]) => (
              <tr key={user}>
                <td><bdi>{user}</bdi></td>
                <td class="number">{limits.maxJobs ?? t().operator.defaultValue}</td>
                <td class="number">{limits.weight ?? t().operator.defaultValue}</td>
                <td class="number"><button type="button" class="button button-icon button-quiet" aria-label={t().operator.removeUser(user)} onClick={() => void act(() => api.removeUser(user))}><Icon name="trash" /></button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error !== null && <ErrorNote error={error} />}
      <UserForm onSave={(user, maxJobs, weight) => void act(() => api.putUser(user, { maxJobs, weight }), t().operator.userSaved(user))} />
      <Erasure />
    </section>
  );
}

/** Removes everything of one user, after a question. */
function Erasure() {
  const running = useResource(api.erasures, 'erasures', 3000);
  const [asked, setAsked] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const erase = async (user: string) => {
    setAsked(null);
    try {
      await api.eraseUser(user);
      setError(null);
      await running.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <h3>{t().operator.erase}</h3>
      <p class="muted">{t().operator.eraseText}</p>
      {running.data?.map(({ userId, by }) => <p key={userId} role="status">{t().operator.erasing(userId, by)}</p>)}
      {(error ?? running.error) !== null && <ErrorNote error={error ?? running.error} />}
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(String(new FormData(event.currentTarget).get('user')).trim());
          event.currentTarget.reset();
        }}
      >
        <label class="field"><span class="field-label">{t().operator.userId}</span><input type="text" name="user" required pattern="[a-z0-9]([a-z0-9_\-]{0,62}[a-z0-9])?" spellcheck={false} /></label>
        <button class="button button-danger">{t().operator.erase}</button>
      </form>
      {asked !== null && (
        <Confirm
          danger title={t().operator.eraseTitle(asked)} text={t().operator.eraseWarning(asked)} yes={t().operator.erase} no={t().operator.keep}
          onNo={() => setAsked(null)} onYes={() => void erase(asked)}
        />
      )}
    </>
  );
}

function UserForm({ onSave }: { onSave: (user: string, maxJobs: number | null, weight: number | null) => void }) {
  const numberOf = (form: FormData, name: string) => (String(form.get(name) ?? '') === '' ? null : Number(form.get(name)));
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        onSave(String(form.get('user')).trim(), numberOf(form, 'maxJobs'), numberOf(form, 'weight'));
        event.currentTarget.reset();
      }}
    >
      <label class="field"><span class="field-label">{t().operator.userId}</span><input type="text" name="user" required pattern="[a-z0-9]([a-z0-9_\-]{0,62}[a-z0-9])?" spellcheck={false} /></label>
      <label class="field"><span class="field-label">{t().operator.maxJobs}</span><input type="number" name="maxJobs" min="1" max="1000" step="1" placeholder={t().operator.defaultValue} /></label>
      <label class="field"><span class="field-label">{t().operator.weight}</span><input type="number" name="weight" min="0.01" max="1000" step="any" placeholder={t().operator.defaultValue} title={t().operator.weightHint} /></label>
      <button class="button">{t().operator.addUser}</button>
    </form>
  );
}
