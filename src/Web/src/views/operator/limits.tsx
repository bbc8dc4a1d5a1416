import { useState } from 'preact/hooks';
import { api, ApiError, type Answer } from '../../api/client';
import type { AdmissionPolicy, LiveLimits } from '../../api/types';
import { t } from '../../i18n';
import { ErrorNote } from '../../ui/problem';
import { toast } from '../../ui/toast';
import { useResource } from '../../ui/use-resource';
import { applyDraft, draftSize, emptyDraft, numberFields, pruneDraft, type LimitsDraft } from './limits-form';

/** ETag of limits: the header, or the version where a proxy dropped it. */
export const etagOf = (answer: Answer<LiveLimits>): string => answer.etag ?? `"${answer.body.version}"`;

export function Limits() {
  const loaded = useResource(api.limits, 'limits');
  if (loaded.error !== null) return <ErrorNote error={loaded.error} />;
  return loaded.data ? <LimitsForm first={loaded.data} /> : <p class="muted">{t().app.loading}</p>;
}

function LimitsForm({ first }: { first: Answer<LiveLimits> }) {
  const [saved, setSaved] = useState(first);
  const [draft, setDraft] = useState<LimitsDraft>(emptyDraft);
  const [error, setError] = useState<unknown>(null);
  const [conflict, setConflict] = useState(false);
  const limits = applyDraft(saved.body, draft);
  const change = (next: LimitsDraft) => setDraft(pruneDraft(saved.body, next));

  const save = async (event: Event) => {
    event.preventDefault();
    setError(null);
    try {
      setSaved(await api.putLimits(limits, etagOf(saved)));
      setDraft(emptyDraft);
      setConflict(false);
      toast(t().operator.limitsSaved);
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.status === 412)) return setError(failure);
      try {
        const theirs = await api.limits();
        setSaved(theirs);
        setDraft(pruneDraft(theirs.body, draft));
        setConflict(true);
      } catch (again) {
        setError(again);
      }
    }
  };

  return (
    <form class="card limits" onSubmit={(event) => void save(event)}>
      <div class="section-head"><h2>{t().operator.limits}</h2><span class="muted">{t().operator.version(saved.body.version)}</span></div>
      {conflict && <p class="note note-waiting" role="alert">{t().operator.limitsConflict}</p>}
      <div class="limits-grid">
        {numberFields.map(({ name, min, max }) => (
          <NumberInput
            key={name} label={t().operator[name]} min={min} max={max} value={limits[name]} changed={draft.numbers[name] !== undefined}
            onChange={(value) => change({ ...draft, numbers: { ...draft.numbers, [name]: value } })}
          />
        ))}
        {Object.entries(limits.pools).map(([name, pool]) => (
          <NumberInput
            key={`pool ${name}`} label={t().operator.poolCapacity(name)} min={1} max={100_000} value={pool.capacity} changed={draft.capacities[name] !== undefined}
            onChange={(value) => change({ ...draft, capacities: { ...draft.capacities, [name]: value } })}
          />
        ))}
        <label class="field">
          <span class="field-label">{t().operator.policyLabel}<Changed when={draft.policy !== undefined} /></span>
          <select value={limits.policy} onChange={(event) => change({ ...draft, policy: event.currentTarget.value as AdmissionPolicy })}>
            {Object.entries(t().operator.policy).map(([policy, words]) => <option key={policy} value={policy}>{words}</option>)}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" checked={limits.enablePriority} onChange={(event) => change({ ...draft, enablePriority: event.currentTarget.checked })} />
          <span class="check-label">{t().operator.enablePriority}<Changed when={draft.enablePriority !== undefined} /></span>
        </label>
      </div>
      {error !== null && <ErrorNote error={error} />}
      <div class="form-actions"><span /><button class="button button-primary" disabled={draftSize(draft) === 0}>{t().operator.saveLimits}</button></div>
    </form>
  );
}

interface NumberInputProps { label: string; min: number; max: number; value: number; changed: boolean; onChange: (value: number) => void }

function NumberInput({ label, min, max, value, changed, onChange }: NumberInputProps) {
  return (
    <label class="field">
      <span class="field-label">{label}<Changed when={changed} /></span>
      <input
        type="number" required step="1" min={min} max={max} value={value}
        onInput={(event) => { if (event.currentTarget.value !== '' && event.currentTarget.validity.valid) onChange(event.currentTarget.valueAsNumber); }}
      />
    </label>
  );
}

function Changed({ when }: { when: boolean }) {
  return when ? <span class="changed"> · {t().operator.changed}</span> : null;
}
