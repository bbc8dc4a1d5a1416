import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { apiKey } from '../api/identity';

export interface Resource<T> { data: T | null; error: unknown; reload: () => Promise<void>; set: (data: T) => void }

/** Loads something when the view appears, again when its key changes or another API key is entered, and every so often if wanted. */
export function useResource<T>(load: () => Promise<T>, key: string, everyMilliseconds?: number): Resource<T> {
  const [data, set] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(load);
  latest.current = load;
  const alive = useRef(true);
  const reload = useCallback(async () => {
    try {
      const next = await latest.current();
      if (!alive.current) return;
      set(() => next);
      setError(null);
    } catch (failure) {
      if (alive.current) setError(failure);
    }
  }, []);
  const identity = apiKey.value;
  useEffect(() => {
    alive.current = true;
    void reload();
    const timer = everyMilliseconds === undefined ? undefined : setInterval(() => { if (!document.hidden) void reload(); }, everyMilliseconds);
    return () => {
      alive.current = false;
      clearInterval(timer);
    };
  }, [key, identity, everyMilliseconds, reload]);
  return { data, error, reload, set: (next) => set(() => next) };
}
