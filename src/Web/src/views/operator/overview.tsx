import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { PoolView, QueueView } from '../../api/types';
import { clock, duration } from '../../format';
import { t } from '../../i18n';
import { jobLink } from '../../router';
import { Confirm } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { toast } from '../../ui/toast';
import { useResource } from '../../ui/use-resource';
import { queueByUser } from './queue-by-user';

const since = (iso: string): string => duration(Math.max(0, (Date.now() - Date.parse(iso)) / 1000));

export function Overview() {
  const queue = useResource(api.queue, 'queue', 2000);
  const [error, setError] = useState<unknown>(null);
  const reap = async () => {
    try {
      const report = await api.reap();
      toast(t().operator.reaped(report.leasesChecked, report.returned.length, report.resent.length));
      await queue.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  if (queue.error !== null && !queue.data) return <ErrorNote error={queue.error} />;
  if (!queue.data) return <p class="muted">{t().app.loading}</p>;
  return (
    <>
      <section class="operator-section" aria-labelledby="pools-heading">
        <div class="section-head">
          <h2 id="pools-heading">{t().operator.pools}</h2>
          <button type="button" class="button button-small" onClick={() => void reap()}>{t().operator.reap}</button>
        </div>
        {error !== null && <ErrorNote error={error} />}
        <div class="pools">{queue.data.pools.map((pool) => <Pool key={pool.name} pool={pool} onChanged={() => void queue.reload()} />)}</div>
      </section>
      <UserTable queue={queue.data} />
      <WaitingTable queue={queue.data} />
    </>
  );
}

type PoolAction = 'pause' | 'resume' | 'drain';

function Pool({ pool, onChanged }: { pool: PoolView; onChanged: () => void }) {
  const [asking, setAsking] = useState<'pause' | 'drain' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const act = async (action: PoolAction) => {
    setAsking(null);
    try {
      await api.setPool(pool.name, action);
      setError(null);
      onChanged();
    } catch (failure) {
      setError(failure);
    }
  };
  const active = pool.mode === 'Active';
  return (
    <article class="card pool" data-pool={pool.name} data-mode={pool.mode}>
      <div class="pool-head">
        <h3>{pool.name}</h3>
        <span class={`badge ${active ? 'badge-good' : 'badge-waiting'}`}>{t().operator.mode[pool.mode]}</span>
      </div>
      <Slots pool={pool} />
      <p class="muted pool-facts">{t().operator.inUse(pool.inUse, pool.capacity)} · {t().operator.policy[pool.policy]}</p>
      {pool.mode === 'Paused' && <p class="note note-waiting">{t().operator.pausedText}</p>}
      {pool.mode === 'Draining' && <p class={`note ${pool.inUse === 0 ? 'note-good' : 'note-waiting'}`}>{t().operator.drainingText(pool.inUse)}</p>}
      <Leases pool={pool} />
      {error !== null && <ErrorNote error={error} />}
      <div class="pool-actions">
        {active && <button type="button" class="button button-small" onClick={() => setAsking('pause')}><Icon name="pause" /><span>{t().operator.pause}</span></button>}
        {pool.mode !== 'Draining' && <button type="button" class="button button-small" onClick={() => setAsking('drain')}>{t().operator.drain}</button>}
        {!active && <button type="button" class="button button-small button-primary" onClick={() => void act('resume')}><Icon name="play" /><span>{t().operator.resume}</span></button>}
      </div>
      {asking && (
        <Confirm
          title={asking === 'pause' ? t().operator.pauseTitle(pool.name) : t().operator.drainTitle(pool.name)}
          text={asking === 'pause' ? t().operator.pauseConfirm : t().operator.drainConfirm}
          yes={asking === 'pause' ? t().operator.pause : t().operator.drain} no={t().operator.keep}
          onYes={() => void act(asking)} onNo={() => setAsking(null)}
        />
      )}
    </article>
  );
}

/** One box per slot; pools too large for boxes are a bar. */
function Slots({ pool }: { pool: PoolView }) {
  const label = t().operator.inUse(pool.inUse, pool.capacity);
  const shown = Math.max(pool.capacity, pool.inUse);
  if (shown > 24) return <meter class="slots-meter" min={0} max={pool.capacity} value={pool.inUse} aria-label={label} />;
  return (
    <div class="slots" role="img" aria-label={label}>
      {Array.from({ length: shown }, (_, i) => <span key={i} class={`slot ${i < pool.inUse ? 'slot-used' : ''} ${i >= pool.capacity ? 'slot-over' : ''}`} />)}
    </div>
  );
}

function Leases({ pool }: { pool: PoolView }) {
  if (pool.leases.length === 0) return <p class="muted">{t().operator.idle}</p>;
  return (
    <ul class="leases">
      {pool.leases.map((lease, i) => (
        <li key={lease.jobId ?? i}>
          <bdi class="lease-user">{lease.userId ?? '–'}</bdi>
          {lease.jobId ? <a class="lease-job" href={jobLink(lease.jobId)}><code>{lease.jobId}</code></a> : <span class="lease-job" />}
          <span class="muted lease-time">{since(lease.grantedAt)}{lease.cost > 1 ? ` · ${t().operator.cost}: ${lease.cost}` : ''}</span>
        </li>
      ))}
    </ul>
  );
}

function UserTable({ queue }: { queue: QueueView }) {
  const users = queueByUser(queue);
  return (
    <section class="card" aria-labelledby="users-heading">
      <div class="section-head">
        <h2 id="users-heading">{t().operator.queue}</h2>
        <span class="muted">{t().operator.queueSize(queue.waiting.length, queue.maxQueueSize)}</span>
      </div>
      {users.length === 0 ? <p class="muted">{t().operator.queueEmpty}</p> : (
        <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="users-heading">
          <table class="table">
            <thead><tr>
              <th scope="col">{t().operator.user}</th><th scope="col" class="number">{t().operator.running}</th><th scope="col" class="number">{t().operator.waiting}</th>
              <th scope="col">{t().operator.longest}</th><th scope="col">{t().operator.nextStart}</th>
            </tr></thead>
            <tbody>
              {users.map((user) => (
                <tr key={user.userId}>
                  <td><bdi>{user.userId}</bdi></td><td class="number">{user.running}</td><td class="number">{user.waiting}</td>
                  <td>{user.waitsSince ? since(user.waitsSince) : '–'}</td><td>{user.nextStart ? clock(user.nextStart) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function WaitingTable({ queue }: { queue: QueueView }) {
  if (queue.waiting.length === 0) return null;
  return (
    <section class="card" aria-labelledby="waiting-heading">
      <h2 id="waiting-heading">{t().operator.waiting}</h2>
      <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="waiting-heading">
        <table class="table">
          <thead><tr>
            <th scope="col" class="number">{t().queue.position}</th><th scope="col">{t().operator.user}</th><th scope="col">{t().operator.job}</th>
            <th scope="col">{t().upload.priority}</th><th scope="col">{t().job.pool}</th><th scope="col">{t().operator.waited}</th><th scope="col">{t().queue.estimatedStart}</th>
          </tr></thead>
          <tbody>
            {queue.waiting.map((entry) => (
              <tr key={entry.jobId ?? entry.position}>
                <td class="number">{entry.position}</td><td><bdi>{entry.userId ?? '–'}</bdi></td>
                <td>{entry.jobId ? <a href={jobLink(entry.jobId)}><code>{entry.jobId}</code></a> : '–'}</td>
                <td>{t().priority[entry.priority]}</td><td>{entry.pool}</td><td>{since(entry.enqueuedAt)}</td><td>{entry.estimatedStart ? clock(entry.estimatedStart) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
