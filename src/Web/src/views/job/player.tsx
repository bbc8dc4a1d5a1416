import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { jobLinks, type MediaLinks } from '../../api/client';
import type { JobView, OutputFile } from '../../api/types';
import { language } from '../../format';
import { t } from '../../i18n';
import { Icon } from '../../ui/icon';

type Version = 'original' | 'dubbed';
interface Captions { file: OutputFile; code: string }

/** The result to play: the dubbed video, or the dubbed sound where no video was asked for. */
export function dubbedOf(outputs: readonly OutputFile[]): OutputFile | null {
  const playable = outputs.filter((file) => /^(?:video|audio)\//.test(file.contentType));
  const named = playable.filter((file) => file.name.startsWith('dubbed'));
  return named.find((file) => file.contentType.startsWith('video/')) ?? named[0] ?? playable.find((file) => file.contentType.startsWith('video/')) ?? null;
}

/** Subtitle files that a player takes, with the language in their names: `subtitles.es.vtt`. */
export function captionsOf(outputs: readonly OutputFile[]): Captions[] {
  return outputs.flatMap((file) => {
    const code = /^subtitles\.([a-z]{2,3}(?:-[a-z0-9]+)*)\.vtt$/i.exec(file.name)?.[1];
    return code === undefined ? [] : [{ file, code }];
  });
}

interface PlayerProps {
  job: JobView;
  links?: MediaLinks;
  title?: string;
  /** Between the title and the video. */
  lead?: ComponentChildren;
  /** Below the video. */
  children?: ComponentChildren;
}

/**
 * Original and dub side by side in time: both are loaded, one is seen and heard, and a switch goes on at the same place.
 */
export function Player({ job, links = jobLinks(job.id), title = t().job.player, lead, children }: PlayerProps) {
  const dubbed = dubbedOf(job.outputs);
  const captions = captionsOf(job.outputs);
  // Of text alone, the uploaded video shows what came of it.
  const [version, setVersion] = useState<Version>(dubbed ? 'dubbed' : 'original');
  const wanted = job.options.targetLanguage ?? job.options.sourceLanguage;
  const [shown, setShown] = useState<string>(captions.some((c) => c.code === wanted) && (!dubbed || job.options.subtitles !== 'None') ? wanted : '');
  const [failed, setFailed] = useState<ReadonlySet<Version>>(new Set());
  const elements = { original: useRef<HTMLVideoElement>(null), dubbed: useRef<HTMLVideoElement>(null) };
  const captionsId = useId();

  useEffect(() => {
    for (const { current } of Object.values(elements))
      for (const track of current?.textTracks ?? []) track.mode = track.language === shown ? 'showing' : 'disabled';
  }, [shown, version]);

  if (!dubbed && captions.length === 0) return null;
  const change = (next: Version) => {
    const from = elements[version].current;
    const to = elements[next].current;
    setVersion(next);
    if (!from || !to || next === version) return;
    carryOver(from, to);
  };
  const video = (which: Version, source: string) => (
    <video
      ref={elements[which]} class="player-video" controls playsInline preload="metadata" hidden={version !== which} src={source}
      aria-label={`${t().job[which]}: ${job.fileName}`} data-version={which}
      onError={() => setFailed((before) => new Set(before).add(which))}
    >
      {captions.map(({ file, code }) => <track key={code} kind="subtitles" src={links.file(file.name)} srclang={code} label={language(code)} />)}
    </video>
  );
  return (
    <section class="card player" aria-labelledby="player-heading">
      <div class="section-head">
        <h2 id="player-heading">{title}</h2>
        {dubbed && (
          <div class="segments" role="group" aria-label={t().job.track}>
            {(['original', 'dubbed'] as const).map((which) => (
              <button key={which} type="button" aria-pressed={version === which} onClick={() => change(which)}>{t().job[which]}</button>
            ))}
          </div>
        )}
      </div>
      {lead}
      <div class="player-frame">
        {video('original', links.source)}
        {dubbed && video('dubbed', links.file(dubbed.name))}
      </div>
      {failed.has(version) && <p class="field-error player-error" role="alert"><Icon name="alert" />{t().job.playerError}</p>}
      {captions.length > 0 && (
        <label class="field-inline" for={captionsId}>
          <span>{t().job.captions}</span>
          <select id={captionsId} value={shown} onChange={(event) => setShown(event.currentTarget.value)}>
            <option value="">{t().job.captionsOff}</option>
            {captions.map(({ code }) => <option key={code} value={code}>{language(code)}</option>)}
          </select>
        </label>
      )}
      {children}
    </section>
  );
}

/** The other element takes over place, loudness and pace, and plays if the first one did. */
function carryOver(from: HTMLVideoElement, to: HTMLVideoElement): void {
  const playing = !from.paused && !from.ended;
  const place = from.currentTime;
  from.pause();
  to.volume = from.volume;
  to.muted = from.muted;
  to.playbackRate = from.playbackRate;
  const take = () => {
    to.currentTime = place;
    if (playing) void to.play().catch(() => to.pause()); // A browser may refuse to play by itself; the controls are there.
  };
  if (to.readyState >= HTMLMediaElement.HAVE_METADATA) take();
  else to.addEventListener('loadedmetadata', take, { once: true });
}
