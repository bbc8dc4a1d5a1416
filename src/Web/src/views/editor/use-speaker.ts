import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { Cue } from '../../api/types';
import { duration } from '../../format';
import { t } from '../../i18n';
import { announce } from '../../ui/announce';

/** Where a line is being spoken, what came of the last one, and what went wrong; places are those of the list. */
export interface Speaker { place: number | null; spoken: { place: number; text: string } | null; error: { place: number; error: unknown } | null; toggle: (place: number, cue: Cue) => void }

/** Has single lines spoken as the dub would and plays them; a second call ends the first. */
export function useSpeaker(jobId: string): Speaker {
  const [state, setState] = useState<Omit<Speaker, 'toggle'>>({ place: null, spoken: null, error: null });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const speak = async (place: number, cue: Cue) => {
    const stop = new AbortController();
    running.current = stop;
    setState({ place, spoken: null, error: null });
    announce(t().editor.speaking);
    try {
      const seconds = await play(await api.speak(jobId, cue, stop.signal), stop.signal);
      const text = t().editor.spoken(duration(Math.round(seconds * 10) / 10), duration(Math.round((cue.end - cue.start) * 10) / 10));
      if (!stop.signal.aborted) setState({ place: null, spoken: { place, text }, error: null });
    } catch (error) {
      if (!stop.signal.aborted) setState({ place: null, spoken: null, error: { place, error } });
    } finally {
      if (running.current === stop) running.current = null;
    }
  };

  const toggle = (place: number, cue: Cue) => {
    if (running.current) {
      running.current.abort();
      running.current = null;
      setState({ place: null, spoken: null, error: null });
    } else {
      void speak(place, cue);
    }
  };
  return { ...state, toggle };
}

/** Plays a sound to its end, or until it is stopped; its length in seconds. */
async function play(sound: Blob, stop: AbortSignal): Promise<number> {
  const address = URL.createObjectURL(sound);
  const audio = new Audio(address);
  try {
    await new Promise<void>((done, fail) => {
      audio.addEventListener('ended', () => done());
      audio.addEventListener('error', () => fail(new Error(t().editor.speakFailed)));
      stop.addEventListener('abort', () => done());
      audio.play().catch(fail);
    });
    return audio.duration;
  } finally {
    audio.pause();
    URL.revokeObjectURL(address);
  }
}
