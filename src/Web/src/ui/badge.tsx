import type { JobState } from '../api/types';
import { t } from '../i18n';

const tone: Record<JobState, string> = {
  Received: 'neutral', Validating: 'active', QueuedUser: 'waiting', QueuedGpu: 'waiting', Running: 'active', AwaitingReview: 'review',
  Completed: 'good', Failed: 'bad', Cancelled: 'neutral', TimedOut: 'bad', Rejected: 'bad',
};

export function StateBadge({ state, cancelRequested = false }: { state: JobState; cancelRequested?: boolean }) {
  return <span class={`badge badge-${tone[state]}`} data-state={state}>{cancelRequested ? t().job.cancelling : t().state[state]}</span>;
}
