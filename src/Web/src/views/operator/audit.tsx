import { api } from '../../api/client';
import { moment } from '../../format';
import { t } from '../../i18n';
import { ErrorNote } from '../../ui/problem';
import { useResource } from '../../ui/use-resource';

/** Who changed what, newest first. */
export function Audit() {
  const loaded = useResource(() => api.audit(200), 'audit');
  if (!loaded.data) return loaded.error !== null ? <ErrorNote error={loaded.error} /> : <p class="muted">{t().app.loading}</p>;
  return (
    <section class="card" aria-labelledby="audit-heading">
      <h2 id="audit-heading">{t().operator.audit}</h2>
      {loaded.data.length === 0 ? <p class="muted">{t().operator.noAudit}</p> : (
        <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="audit-heading">
          <table class="table">
            <thead><tr><th scope="col">{t().operator.when}</th><th scope="col">{t().operator.by}</th><th scope="col">{t().operator.action}</th><th scope="col">{t().operator.detailsColumn}</th></tr></thead>
            <tbody>
              {loaded.data.map((entry, i) => (
                <tr key={i}><td class="nowrap">{moment(entry.at)}</td><td><bdi>{entry.by}</bdi></td><td><code>{entry.action}</code></td><td>{entry.details}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
