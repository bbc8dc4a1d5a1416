import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { JobView } from '../../api/types';
import { t } from '../../i18n';
import { ErrorNote } from '../../ui/problem';
import { useResource } from '../../ui/use-resource';
import { JobCard } from '../jobs/job-card';

/** Jobs of everybody, or of one user. */
export function AllJobs() {
  const [user, setUser] = useState('');
  const [older, setOlder] = useState<{ jobs: readonly JobView[]; next: string | null } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const filter = { all: true, limit: 25, ...(user ? { user } : {}) };
  const loaded = useResource(() => api.jobs(filter), `all ${user}`, 5000);
  const next = older ? older.next : loaded.data?.next ?? null;
  const more = async () => {
    if (next === null) return;
    try {
      const page = await api.jobs({ ...filter, after: next });
      setOlder({ jobs: [...(older?.jobs ?? []), ...page.jobs], next: page.next ?? null });
      setError(null);
    } catch (failure) {
      setError(failure);
    }
  };
  const fresh = loaded.data?.jobs ?? [];
  const seen = new Set(fresh.map((job) => job.id));
  const jobs = [...fresh, ...(older?.jobs ?? []).filter((job) => !seen.has(job.id))];
  return (
    <section class="operator-section" aria-labelledby="all-heading">
      <div class="section-head">
        <h2 id="all-heading">{t().operator.jobs}</h2>
        <form class="filter-form" onSubmit={(event) => {
          event.preventDefault();
          setOlder(null);
          setUser(String(new FormData(event.currentTarget).get('user') ?? '').trim());
        }}>
          <label class="field-inline"><span>{t().operator.filterUser}</span><input type="text" name="user" spellcheck={false} /></label>
          <button class="button button-small">{t().operator.apply}</button>
        </form>
      </div>
      {(loaded.error ?? error) !== null && <ErrorNote error={loaded.error ?? error} />}
      {loaded.data && jobs.length === 0 && <p class="muted">{t().jobs.emptyFilter}</p>}
      <ul class="job-list">{jobs.map((job) => <li key={job.id}><JobCard job={job} showUser /></li>)}</ul>
      {next !== null && <button type="button" class="button button-more" onClick={() => void more()}>{t().jobs.more}</button>}
    </section>
  );
}
