import type { QueueView } from '../../api/types';

/** A user's part of the queue. */
export interface UserQueue {
  userId: string;
  running: number;
  waiting: number;
  /** ISO time since when the longest wait lasts. */
  waitsSince: string | null;
  nextStart: string | null;
  bestPosition: number | null;
}

/** Running and waiting jobs by user, whoever is next first. */
export function queueByUser(queue: QueueView): UserQueue[] {
  const users = new Map<string, UserQueue>();
  const of = (userId: string | null | undefined) => {
    const id = userId ?? '–';
    const found = users.get(id) ?? { userId: id, running: 0, waiting: 0, waitsSince: null, nextStart: null, bestPosition: null };
    users.set(id, found);
    return found;
  };
  for (const pool of queue.pools) for (const lease of pool.leases) of(lease.userId).running++;
  for (const entry of queue.waiting) {
    const user = of(entry.userId);
    user.waiting++;
    user.waitsSince = earlier(user.waitsSince, entry.enqueuedAt);
    user.nextStart = earlier(user.nextStart, entry.estimatedStart ?? null);
    user.bestPosition = Math.min(user.bestPosition ?? Infinity, entry.position);
  }
  return [...users.values()].sort((a, b) => (a.bestPosition ?? Infinity) - (b.bestPosition ?? Infinity) || a.userId.localeCompare(b.userId));
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}
