import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { hasEnded, type JobTimeline, type JobView, type TimelineEntry } from '../../api/types';
import { clockToSecond, duration, moment } from '../../format';
import { t } from '../../i18n';
import { jobLink } from '../../router';
import { ErrorNote } from '../../ui/problem';
import { useResource } from '../../ui/use-resource';
import { howOf, spanOf, timesOf, toneOf, tookOf, whatOf } from './history-text';

const lookMilliseconds = 10_000;

/** What happened to a job and when: loaded when somebody opens it. */
export function History({ job }: { job: JobView }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="card history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2 id="history-heading">{t().timeline.title}</h2></summary>
      {open && <Loaded job={job} />}
    </details>
  );
}

/** Asked for again when the job's state, stage or attempts change, and now and then while it has not ended. */
function Loaded({ job }: { job: JobView }) {
  const [pages, setPages] = useState(1);
  const attempts = job.stages.reduce((sum, stage) => sum + stage.attempts, 0);
  const key = [job.id, job.state, job.stage ?? '', attempts, job.cancelRequested, pages].join(' ');
  const loaded = useResource(() => load(job.id, pages), key, hasEnded(job) ? undefined : lookMilliseconds);
  if (!loaded.data) return loaded.error !== null ? <ErrorNote error={loaded.error} /> : <p class="muted">{t().app.loading}</p>;
  const timeline = loaded.data;
  return (
    <div class="history-body">
      {loaded.error !== null && <ErrorNote error={loaded.error} />}
      <Times timeline={timeline} />
      <div class="table-wrap" tabIndex={0} role="group" aria-labelledby="history-heading">
        <table class="table history-table">
          <thead><tr><th scope="col">{t().timeline.when}</th><th scope="col">{t().timeline.what}</th><th scope="col" class="history-took">{t().timeline.took}</th></tr></thead>
          <tbody>{timeline.entries.map((entry, i) => <Row key={i} entry={entry} timeline={timeline} />)}</tbody>
        </table>
      </div>
      {timeline.next != null && <button type="button" class="button button-small button-more" onClick={() => setPages(pages + 1)}>{t().timeline.more}</button>}
    </div>
  );
}

async function load(jobId: string, pages: number): Promise<JobTimeline> {
  let timeline = await api.timeline(jobId);
  const entries = [...timeline.entries];
  for (let page = 1; page < pages && timeline.next != null; page++) {
    timeline = await api.timeline(jobId, timeline.next);
    entries.push(...timeline.entries);
  }
  return { ...timeline, entries };
}

/** One bar for the whole, and the same as a list. */
function Times({ timeline }: { timeline: JobTimeline }) {
  const times = timesOf(timeline);
  return (
    <div class="history-times">
      <p class="muted">{t().timeline.span(moment(timeline.from), moment(timeline.until))}</p>
      <div class="history-whole" aria-hidden="true">
        {times.map(({ part, seconds }) => <span key={part} class={`history-part history-${part}`} style={{ flexGrow: String(seconds) }} />)}
      </div>
      <ul class="history-legend" aria-label={t().timeline.where}>
        {times.map(({ part, seconds }) => (
          <li key={part}><span class={`history-swatch history-${part}`} aria-hidden="true" />{t().timeline.times[part]} <strong>{duration(seconds)}</strong></li>
        ))}
      </ul>
    </div>
  );
}

function Row({ entry, timeline }: { entry: TimelineEntry; timeline: JobTimeline }) {
  const { start, width } = spanOf(entry, timeline);
  const took = tookOf(entry, timeline.until);
  const how = howOf(entry);
  return (
    <tr data-kind={entry.kind} data-outcome={entry.outcome ?? ''}>
      <td class="nowrap"><time dateTime={entry.at} title={moment(entry.at)}>{clockToSecond(entry.at)}</time></td>
      <td class="history-what">
        <span class="history-name">{whatOf(entry)}</span>
        {how !== '' && <span class="history-how"> {how}</span>}
        {entry.jobId != null && <a class="history-job" href={jobLink(entry.jobId)}>{entry.jobId}</a>}
        <span class="history-track" aria-hidden="true">
          <span class={`history-bar history-bar-${took === null ? 'moment' : toneOf(entry)}`} style={{ insetInlineStart: `min(${start}%, 100% - 3px)`, inlineSize: `${width}%` }} />
        </span>
      </td>
      <td class="nowrap history-took">{took === null ? '' : duration(took)}</td>
    </tr>
  );
}
