import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { moment } from '../../format';
import { t } from '../../i18n';
import { jobLink } from '../../router';
import { ErrorNote } from '../../ui/problem';
import { toast } from '../../ui/toast';
import { useResource } from '../../ui/use-resource';

export function Quarantine() {
  const loaded = useResource(api.quarantine, 'quarantine');
  const [error, setError] = useState<unknown>(null);
  const release = async (jobId: string) => {
    try {
      await api.release(jobId);
      setError(null);
      toast(t().operator.released);
      await loaded.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if (!loaded.data) return loaded.error !== null ? <ErrorNote error={loaded.error} /> : <p class="muted">{t().app.loading}</p>;
  return (
    <section class="card" aria-labelledby="quarantine-heading">
      <h2 id="quarantine-heading">{t().operator.quarantine}</h2>
      <p class="muted">{t().operator.quarantineText}</p>
      {error !== null && <ErrorNote error={error} />}
      {loaded.data.length === 0 ? <p>{t().operator.noQuarantine}</p> : (
        <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="quarantine-heading">
          <table class="table">
            <thead><tr><th scope="col">{t().operator.file}</th><th scope="col">{t().operator.user}</th><th scope="col">{t().operator.when}</th><th scope="col">{t().operator.reason}</th><td /></tr></thead>
            <tbody>
              {loaded.data.map((entry) => (
                <tr key={entry.jobId}>
                  <td class="name"><a href={jobLink(entry.jobId)}><bdi>{entry.fileName}</bdi></a></td><td><bdi>{entry.userId}</bdi></td><td>{moment(entry.at)}</td><td>{entry.reason}</td>
                  <td class="number"><button type="button" class="button button-small" aria-label={`${t().operator.release}: ${entry.fileName}`} onClick={() => void release(entry.jobId)}>{t().operator.release}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
