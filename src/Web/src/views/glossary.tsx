import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { GlossaryTerm } from '../api/types';
import { t } from '../i18n';
import { Icon } from '../ui/icon';
import { ErrorNote } from '../ui/problem';
import { toast } from '../ui/toast';
import { useResource } from '../ui/use-resource';

interface Row { key: number; source: string; translation: string }

let rowCount = 0;
const rowOf = (term: GlossaryTerm): Row => ({ key: ++rowCount, source: term.source, translation: term.translation ?? '' });

/** The place of the first row that cannot be saved, and why. */
export function glossaryFault(rows: readonly { source: string }[]): { place: number; fault: 'missing' | 'duplicate' } | null {
  const seen = new Set<string>();
  for (const [place, { source }] of rows.entries()) {
    const term = source.trim().toLowerCase();
    if (term === '') return { place, fault: 'missing' };
    if (seen.has(term)) return { place, fault: 'duplicate' };
    seen.add(term);
  }
  return null;
}

export function GlossaryView() {
  const loaded = useResource(api.glossary, 'glossary');
  return (
    <div class="page page-narrow">
      <h1>{t().glossary.title}</h1>
      <p class="lead">{t().glossary.text}</p>
      {loaded.error !== null && <ErrorNote error={loaded.error} />}
      {loaded.data && <GlossaryForm terms={loaded.data} />}
    </div>
  );
}

function GlossaryForm({ terms }: { terms: readonly GlossaryTerm[] }) {
  const [rows, setRows] = useState<readonly Row[]>(() => terms.map(rowOf));
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const [focusKey, setFocusKey] = useState<number | null>(null);
  const fault = glossaryFault(rows);
  const change = (key: number, part: Partial<Row>) => setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const save = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (fault) return;
    try {
      await api.putGlossary(rows.map(({ source, translation }) => ({ source: source.trim(), translation: translation.trim() || null })));
      setError(null);
      toast(t().glossary.saved);
    } catch (failure) {
      setError(failure);
    }
  };
  const add = () => {
    const row = rowOf({ source: '' });
    setRows([...rows, row]);
    setFocusKey(row.key);
  };
  return (
    <form class="card" onSubmit={(event) => void save(event)} noValidate>
      {rows.length === 0 && <p class="muted">{t().glossary.empty}</p>}
      {rows.length > 0 && (
        <table class="table glossary">
          <thead><tr><th scope="col">{t().glossary.term}</th><th scope="col">{t().glossary.translation}</th><td /></tr></thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={row.key}>
                <td>
                  <input
                    type="text" value={row.source} maxLength={200} aria-label={t().glossary.term} aria-invalid={tried && fault?.place === place}
                    ref={(element) => { if (element && row.key === focusKey) { element.focus(); setFocusKey(null); } }}
                    onInput={(event) => change(row.key, { source: event.currentTarget.value })}
                  />
                  {tried && fault?.place === place && <span class="field-error" role="alert">{t().glossary[fault.fault]}</span>}
                </td>
                <td><input type="text" value={row.translation} maxLength={200} placeholder={t().glossary.keep} aria-label={t().glossary.translation} onInput={(event) => change(row.key, { translation: event.currentTarget.value })} /></td>
                <td><button type="button" class="button button-icon button-quiet" aria-label={t().glossary.remove(row.source)} onClick={() => setRows(rows.filter((r) => r.key !== row.key))}><Icon name="trash" /></button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {error !== null && <ErrorNote error={error} />}
      <div class="form-actions">
        <button type="button" class="button" onClick={add}><Icon name="plus" /><span>{t().glossary.add}</span></button>
        <button class="button button-primary">{t().glossary.save}</button>
      </div>
    </form>
  );
}
