import { useEffect, useRef, useState } from 'preact/hooks';
import { sourceUrl } from '../../api/client';
import type { Cue, CueProblem } from '../../api/types';
import { formatTime } from '../../cues/time';
import { t } from '../../i18n';

/** What the editor does with the video. */
export interface Playhead { time: () => number; toggle: (cue: Cue) => void; seek: (seconds: number) => void }

interface CuePlayerProps {
  jobId: string; fileName: string; cues: readonly Cue[]; problems: readonly CueProblem[]; selected: number;
  onSelect: (place: number) => void; onReady: (playhead: Playhead) => void; onPlaying: (playing: boolean) => void;
}

/** The original video, the text of the moment below it, and the cues around the playhead on a band. */
export function CuePlayer({ jobId, fileName, cues, problems, selected, onSelect, onReady, onPlaying }: CuePlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const until = useRef<number | null>(null);
  const [time, setTime] = useState(0);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    let frame = 0;
    const watch = () => {
      if (until.current !== null && element.currentTime >= until.current) {
        element.pause();
        until.current = null;
      }
      setTime(element.currentTime);
      if (!element.paused) frame = requestAnimationFrame(watch);
    };
    const started = () => { onPlaying(true); frame = requestAnimationFrame(watch); };
    const stopped = () => { onPlaying(false); until.current = null; setTime(element.currentTime); };
    const moved = () => setTime(element.currentTime);
    element.addEventListener('play', started);
    element.addEventListener('pause', stopped);
    element.addEventListener('seeked', moved);
    onReady({
      time: () => element.currentTime,
      seek: (seconds) => { element.currentTime = seconds; },
      toggle: (cue) => {
        if (!element.paused) return element.pause();
        element.currentTime = cue.start;
        until.current = cue.end;
        void element.play().catch(() => { until.current = null; }); // Refused by the browser or nothing to play: the controls say so.
      },
    });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('play', started);
      element.removeEventListener('pause', stopped);
      element.removeEventListener('seeked', moved);
    };
  }, [jobId]);

  const current = cues.find((cue) => cue.start <= time && time < cue.end);
  return (
    <div class="cue-player">
      <div class="player-frame cue-player-frame">
        <video ref={video} class="player-video" controls playsInline preload="metadata" src={sourceUrl(jobId)} aria-label={`${t().job.original}: ${fileName}`} />
      </div>
      <p class="cue-caption" aria-hidden="true">{current ? current.translation || current.text : '\u00a0'}</p>
      <Band cues={cues} problems={problems} selected={selected} time={time} onSelect={onSelect} />
    </div>
  );
}

const span = 24;

/** Cues as bars in time; overlaps lie over each other. The list says the same to who cannot see it. */
function Band({ cues, problems, selected, time, onSelect }: Pick<CuePlayerProps, 'cues' | 'problems' | 'selected' | 'onSelect'> & { time: number }) {
  const focus = cues[selected]?.start ?? 0;
  const center = Math.abs(time - focus) < span / 2 ? focus : time;
  const from = Math.max(0, center - span / 3);
  const place = (seconds: number) => `${((seconds - from) / span) * 100}%`;
  const bad = new Set(problems.filter((p) => p.code !== 'empty' && p.code !== 'low_confidence' && p.code !== 'too_long_for_slot').map((p) => p.index));
  return (
    <div class="band" aria-hidden="true">
      {cues.map((cue, i) => cue.end > from && cue.start < from + span && (
        <span
          key={i} class={`band-cue ${i === selected ? 'band-selected' : ''} ${bad.has(i) ? 'band-bad' : ''}`}
          style={{ insetInlineStart: place(cue.start), inlineSize: `${(Math.max(0.1, cue.end - cue.start) / span) * 100}%` }} onClick={() => onSelect(i)}
        >{i + 1}</span>
      ))}
      <span class="band-head" style={{ insetInlineStart: place(time) }} />
      <span class="band-time band-from">{formatTime(from).slice(0, -4)}</span>
      <span class="band-time band-to">{formatTime(from + span).slice(0, -4)}</span>
    </div>
  );
}
