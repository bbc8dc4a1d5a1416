import { useEffect, useRef, useState } from 'preact/hooks';
import { sourceUrl } from '../../api/client';
import type { Cue, JobView } from '../../api/types';
import type { EditSession } from '../../cues/session';
import { t } from '../../i18n';
import { Waveform } from './waveform';

/** What the editor does with the video. */
export interface Playhead { time: () => number; toggle: (cue: Cue) => void; seek: (seconds: number) => void }

interface CuePlayerProps { job: JobView; session: EditSession; editable: boolean; onReady: (playhead: Playhead) => void; onPlaying: (playing: boolean) => void }

/** The original video, the text of the moment below it, and the voice with the cues. */
export function CuePlayer({ job, session, editable, onReady, onPlaying }: CuePlayerProps) {
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
  }, [job.id]);

  const cues = session.cues.value;
  const current = cues.find((cue) => cue.start <= time && time < cue.end);
  return (
    <div class="cue-player">
      <div class="player-frame cue-player-frame">
        <video ref={video} class="player-video" controls playsInline preload="metadata" src={sourceUrl(job.id)} aria-label={`${t().job.original}: ${job.fileName}`} />
      </div>
      <p class="cue-caption" aria-hidden="true">{current ? current.translation || current.text : '\u00a0'}</p>
      <Waveform jobId={job.id} session={session} video={video} seconds={job.mediaSeconds ?? Math.max(1, ...cues.map((cue) => cue.end))} editable={editable} />
    </div>
  );
}
