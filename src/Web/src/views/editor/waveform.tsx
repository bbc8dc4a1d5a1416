import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { readShape } from '../../cues/shape';
import type { EditSession } from '../../cues/session';
import { t } from '../../i18n';
import { ErrorNote } from '../../ui/problem';
import { dark } from '../../ui/theme';
import type { Wave } from './wave';

interface WaveformProps { jobId: string; session: EditSession; video: preact.RefObject<HTMLVideoElement | null>; seconds: number; editable: boolean }

/** The voice with the cues on it: click to seek, drag edges or whole cues. The list says and does the same for who cannot see it. */
export function Waveform({ jobId, session, video, seconds, editable }: WaveformProps) {
  const container = useRef<HTMLDivElement>(null);
  const [wave, setWave] = useState<Wave | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [zoom, setZoom] = useState(60);

  useEffect(() => {
    const stop = new AbortController();
    let made: Wave | null = null;
    const load = async () => {
      const [file, library] = await Promise.all([api.waveform(jobId, stop.signal), import('./wave')]);
      if (stop.signal.aborted || !container.current || !video.current) return;
      made = new library.Wave(container.current, video.current, file && readShape(file), seconds, zoom, {
        select: (place) => session.select(place), retime: (place, times) => session.retime(place, times),
      });
      setWave(made);
    };
    load().catch((failure) => { if (!stop.signal.aborted) setError(failure); });
    return () => {
      stop.abort();
      made?.destroy();
    };
  }, [jobId, session]);

  const cues = session.cues.value;
  const problems = session.problems.value;
  const selected = session.selected.value;
  useEffect(() => {
    const timing = new Set(['overlap', 'out_of_order', 'bad_times']);
    wave?.show({ cues, selected, editable, bad: new Set(problems.filter((p) => timing.has(p.code)).map((p) => p.index)) });
  }, [wave, cues, problems, selected, editable]);
  useEffect(() => { wave?.zoom(zoom); }, [wave, zoom]);
  const theme = dark.value;
  useEffect(() => { if (container.current) wave?.restyle(container.current); }, [wave, theme]);

  return (
    <div class="wave-box">
      <div ref={container} class="wave" aria-hidden="true" data-ready={wave !== null} />
      {error !== null && <ErrorNote error={error} />}
      <label class="wave-zoom"><span>{t().editor.zoom}</span><input type="range" min={20} max={400} step={10} value={zoom} onInput={(event) => setZoom(Number(event.currentTarget.value))} /></label>
    </div>
  );
}
