import type { JobTimeline, TimelineEntry } from '../../api/types';
import { language } from '../../format';
import { t } from '../../i18n';

/** The part of a word list, or the name itself where a newer service has one that this page does not know. */
const word = (words: Record<string, string>, name: string | null | undefined): string => words[name ?? ''] ?? name ?? '';

export function whatOf(entry: TimelineEntry): string {
  const words = t().timeline;
  const stage = entry.stage == null ? '' : word(t().stage, entry.stage);
  switch (entry.kind) {
    case 'Submitted': return words.submitted;
    case 'Waiting': return entry.pool == null ? words.waitsUser : words.waitsPool(entry.pool);
    case 'Slot': return entry.pool == null ? words.slotUser : words.slotPool(entry.pool);
    case 'Worker': return words.worker(stage);
    case 'Stage': return (entry.attempt ?? 1) > 1 ? words.attempt(stage, entry.attempt ?? 1) : stage;
    case 'Busy': return words.busy(stage);
    case 'Pause': return words.pause;
    case 'Lost': return words.lost(stage);
    case 'Review': return words.review;
    case 'Language': return words.language(language(entry.name ?? ''));
    case 'Step': return word(words.step, entry.name);
    case 'Cancel': return words.cancel;
    case 'Operator': return words.byOperator([entry.name, entry.pool].filter((part) => part != null).join(' '));
    case 'Runtime': return words.runtime(entry.name ?? '');
    case 'Webhook': return words.webhook(entry.name ?? '');
    case 'Ended': return words.ended;
    default: return entry.kind;
  }
}

/** How it went, without the job that it leads to. */
export function howOf(entry: TimelineEntry): string {
  const words = t().timeline;
  return [
    entry.kind === 'Submitted' ? word(words.origin, entry.name) : '',
    entry.by == null ? '' : words.by(actorOf(entry.by)),
    outcomeOf(entry),
    entry.taken == null ? '' : words.queue(entry.taken, entry.others ?? 0),
    entry.mode == null ? '' : words.poolMode(word(t().operator.mode, entry.mode)),
    entry.count == null ? '' : words.count(entry.count),
    [entry.code ?? '', entry.message ?? ''].filter((part) => part !== '').join(': '),
    entry.engine ?? '',
    entry.host == null ? '' : words.host(entry.host),
  ].filter((part) => part !== '').join(' · ');
}

function outcomeOf({ kind, outcome, endedAt }: TimelineEntry): string {
  const words = t().timeline;
  if (outcome == null) return endedAt == null ? words.goesOn : '';
  if (outcome === 'Completed' && (kind === 'Pause' || kind === 'Lost' || kind === 'Worker' || kind === 'Busy')) return '';
  return outcome === 'Completed' && kind === 'Slot' ? words.givenBack : word(words.outcome, outcome);
}

function actorOf(actor: NonNullable<TimelineEntry['by']>): string {
  const words = t().timeline;
  const name = actor.role === 'Owner' ? actor.userId ?? words.owner : actor.userId == null ? words.anOperator : words.operator(actor.userId);
  return actor.keyId == null ? name : words.key(name, actor.keyId);
}

export type Tone = 'work' | 'wait' | 'bad' | 'review' | 'slot' | 'moment';

/** What the bar of an entry looks like. */
export function toneOf({ kind, outcome }: TimelineEntry): Tone {
  if (kind === 'Slot') return 'slot';
  if (kind === 'Lost' || outcome === 'Failed' || outcome === 'Interrupted' || outcome === 'TimedOut' || outcome === 'Rejected') return 'bad';
  if (kind === 'Waiting' || kind === 'Worker' || kind === 'Busy' || kind === 'Pause') return 'wait';
  if (kind === 'Review') return 'review';
  return kind === 'Stage' || kind === 'Step' || kind === 'Language' ? 'work' : 'moment';
}

/** Where an entry is drawn, in percent of the width; null for what takes no time. */
export function spanOf(entry: TimelineEntry, { from, until }: Pick<JobTimeline, 'from' | 'until'>): { start: number; width: number } {
  const [first, last] = [Date.parse(from), Date.parse(until)];
  const whole = Math.max(1, last - first);
  const place = (at: string | null | undefined) => Math.min(100, Math.max(0, ((at == null ? last : Date.parse(at)) - first) / whole * 100));
  const start = place(entry.at);
  return { start, width: Math.max(0, place(entry.endedAt) - start) };
}

/** Seconds that an entry took, or has taken so far; null for what takes no time. */
export function tookOf(entry: TimelineEntry, until: string): number | null {
  if (entry.endedAt === entry.at) return null;
  return Math.max(0, (Date.parse(entry.endedAt ?? until) - Date.parse(entry.at)) / 1000);
}

const parts = ['working', 'waiting', 'retrying', 'review', 'lost', 'languages', 'other'] as const;

/** Where the time went, the largest part first; what would be told as nothing is left out. */
export function timesOf({ times }: Pick<JobTimeline, 'times'>): { part: typeof parts[number]; seconds: number }[] {
  return parts.map((part) => ({ part, seconds: times[part] })).filter(({ seconds }) => seconds >= 0.05).sort((a, b) => b.seconds - a.seconds);
}
