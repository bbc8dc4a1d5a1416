import { effect, signal } from '@preact/signals';
import { api, ApiError } from '../api/client';
import { apiKey } from '../api/identity';
import type { MeView } from '../api/types';

export const me = signal<MeView | null>(null);

/** Whether the service answered the last time it was asked. */
export const reachable = signal(true);

export async function loadMe(): Promise<void> {
  try {
    me.value = await api.me();
    reachable.value = true;
  } catch (error) {
    reachable.value = !(error instanceof ApiError && error.status === 0);
    if (error instanceof ApiError && error.status === 401) me.value = null;
  }
}

/** Asks who the caller is, and again when the key changes and now and then, so that the counts stay true. */
export function keepMe(): void {
  effect(() => {
    void apiKey.value;
    void loadMe();
  });
  setInterval(() => { if (!document.hidden) void loadMe(); }, 15_000);
}
