import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { t } from '../../i18n';
import { noticesWanted, noticesPossible, wantNotices } from '../../state/notices';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { Webhooks } from './webhooks';

/** What concerns the caller and no single job. */
export function SettingsView() {
  return (
    <div class="page page-narrow">
      <h1>{t().settings.title}</h1>
      <Webhooks />
      {noticesPossible() && <Notices />}
      <Export />
    </div>
  );
}

function Notices() {
  const [refused, setRefused] = useState(false);
  return (
    <section class="card" aria-labelledby="notices-heading">
      <h2 id="notices-heading">{t().settings.notices}</h2>
      <label class="check">
        <input
          type="checkbox" checked={noticesWanted.value} data-testid="notices"
          onChange={(event) => {
            const box = event.currentTarget;
            void wantNotices(box.checked).then((on) => {
              setRefused(box.checked && !on);
              box.checked = on;
            });
          }}
        />
        <span class="check-label">{t().settings.noticesLabel}</span>
      </label>
      {refused && <p class="field-error" role="alert">{t().settings.noticesRefused}</p>}
    </section>
  );
}

function Export() {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const content = JSON.stringify(await api.exportMe(), null, 2);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
      link.download = 'transvox-export.json';
      link.click();
      URL.revokeObjectURL(link.href);
      setError(null);
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby="export-heading">
      <h2 id="export-heading">{t().settings.export}</h2>
      <p class="muted">{t().settings.exportText}</p>
      {error !== null && <ErrorNote error={error} />}
      <button type="button" class="button" disabled={busy} onClick={() => void save()}><Icon name="download" /><span>{t().settings.exportSave}</span></button>
    </section>
  );
}
