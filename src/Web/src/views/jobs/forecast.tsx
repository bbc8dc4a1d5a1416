import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { QueuePlace, SubmitOptions } from '../../api/types';
import { clock } from '../../format';
import { t } from '../../i18n';

/** When a video would be done that is submitted now. */
export function Forecast({ file, options }: { file: File; options: SubmitOptions }) {
  const seconds = useLength(file);
  const [place, setPlace] = useState<QueuePlace | null>(null);
  const { priority, output, profile } = options;
  useEffect(() => {
    const abort = new AbortController();
    const query = {
      priority, output, ...(profile === '' ? {} : { profile }), ...(seconds === null ? {} : { seconds: String(seconds) }),
    };
    // Only a hint: without an answer there is none.
    api.forecast(query, abort.signal).then(setPlace, () => setPlace(null));
    return () => abort.abort();
  }, [file, seconds, priority, output, profile]);
  if (place === null) return null;
  const { position, waiting, estimatedStart, estimatedFinish } = place;
  return (
    <p class="field-hint" data-testid="forecast">
      {waiting > 1 ? t().queue.place(position, waiting) : t().queue.next}
      {estimatedStart && ` · ${t().queue.start(clock(estimatedStart))}`}
      {estimatedFinish && ` · ${t().queue.done(clock(estimatedFinish))}`}
    </p>
  );
}

/** Whole seconds of a video, as far as the browser can tell. */
function useLength(file: File): number | null {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    setSeconds(null);
    const video = document.createElement('video');
    const url = URL.createObjectURL(file);
    video.preload = 'metadata';
    video.onloadedmetadata = () => setSeconds(Number.isFinite(video.duration) ? Math.max(1, Math.round(video.duration)) : null);
    video.onerror = () => setSeconds(null);
    video.src = url;
    return () => {
      video.removeAttribute('src');
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return seconds;
}
