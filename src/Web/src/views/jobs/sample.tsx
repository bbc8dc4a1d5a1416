import { useEffect, useState } from 'preact/hooks';
import { api, sampleLinks } from '../../api/client';
import { apiKey, canPlay } from '../../api/identity';
import type { JobView, SubmitOptions } from '../../api/types';
import { wait } from '../../api/watch';
import { languagesOf, percent } from '../../format';
import { t } from '../../i18n';
import { go, jobLink } from '../../router';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { defaultOptions } from '../../upload/choices';
import { enqueue, isOver, uploads } from '../../upload/uploads';
import { Player } from '../job/player';
import { StageStrip } from './stage-strip';

const lookMilliseconds = 2000;

/** Looks for one that is not there: a host that has just started has it submitted in a moment. */
const looksForOne = 5;

/** The sample dub, looked at again while it is made; null: there is none, undefined: not known yet. */
export function useSample(): JobView | null | undefined {
  const [sample, setSample] = useState<JobView | null>();
  const identity = apiKey.value;
  useEffect(() => {
    const stop = new AbortController();
    if (canPlay()) void followSample(api.sample, wait, setSample, stop.signal);
    else setSample(null);
    return () => stop.abort();
  }, [identity]);
  return sample;
}

/** Asks until the sample is finished; where there is none, some times more, each twice as late as the one before. */
export async function followSample(
  ask: typeof api.sample, pause: typeof wait, tell: (sample: JobView | null) => void, stop: AbortSignal,
): Promise<void> {
  for (let missed = 0; ;) {
    // Only a welcome: where it cannot be had, the page is what it is without.
    const sample = await ask(stop).catch(() => null);
    if (stop.aborted) return;
    tell(sample);
    if (sample?.state === 'Completed' || (sample === null && ++missed === looksForOne)) return;
    await pause(sample === null ? lookMilliseconds * 2 ** (missed - 1) : lookMilliseconds, stop);
  }
}

/** The same video with the same languages; everything else as usual. */
export const optionsOf = ({ options }: Pick<JobView, 'options'>): SubmitOptions => ({
  ...defaultOptions, sourceLanguage: options.sourceLanguage, targetLanguage: options.targetLanguage ?? defaultOptions.targetLanguage,
});

/** What somebody without jobs sees: what the service does, to play and to do oneself. */
export function SampleCard({ sample }: { sample: JobView }) {
  const words = t().sample;
  if (sample.state !== 'Completed') {
    return (
      <section class="card sample" aria-labelledby="sample-heading">
        <h2 id="sample-heading">{words.title}</h2>
        <p>{words.making(languagesOf(sample))}</p>
        <StageStrip job={sample} />
        <p class="muted">{sample.stage ? t().jobs.stageOf(t().stage[sample.stage], percent(sample.progress)) : t().state[sample.state]}</p>
      </section>
    );
  }
  return (
    <Player job={sample} links={sampleLinks} title={words.title} lead={<p>{words.lead(languagesOf(sample))}</p>}>
      <DubButton sample={sample} />
    </Player>
  );
}

const openJob = (job: JobView): void => go(jobLink(job.id));

function DubButton({ sample }: { sample: JobView }) {
  const [fetching, setFetching] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const busy = fetching || uploads.value.some((upload) => upload.onJob === openJob && !isOver(upload));
  const dub = async () => {
    setFetching(true);
    setError(null);
    try {
      const video = await api.sampleVideo();
      // From here on it is an upload like any other, with its place in the list of uploads.
      enqueue([new File([video], sample.fileName, { type: video.type })], optionsOf(sample), null, openJob);
    } catch (failure) {
      setError(failure);
    }
    setFetching(false);
  };
  return (
    <div class="sample-try">
      <button type="button" class="button button-primary" disabled={busy} onClick={() => void dub()}><Icon name="play" /><span>{t().sample.dub}</span></button>
      <p class="muted">{t().sample.dubHint}</p>
      {error !== null && <ErrorNote error={error} />}
    </div>
  );
}
