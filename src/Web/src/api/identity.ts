import { signal } from '@preact/signals';

const storageKey = 'transvox.key';
const longestBringUp = 3000;

/** The API key, for this tab only; null where the platform (or the development identity) says who calls. */
export const apiKey = signal<string | null>(sessionStorage.getItem(storageKey));

/** Set when the server answered 401: the page then asks for a key. */
export const keyWanted = signal(false);

export function setKey(key: string | null): void {
  apiKey.value = key;
  if (key === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, key);
}

/** Takes a key; views are shown again once videos can be played with it. */
export async function signIn(key: string): Promise<void> {
  setKey(key);
  try {
    await bringUpMediaWorker();
  } finally {
    keyWanted.value = false;
  }
}

/** Whether videos can be played: with a key only through a service worker, which a page on plain http has not. */
export const canPlay = (): boolean => apiKey.value === null || 'serviceWorker' in navigator;

export function authorization(): Record<string, string> {
  return apiKey.value === null ? {} : { Authorization: `Bearer ${apiKey.value}` };
}

/**
 * Media elements and downloads cannot send a header. With a key in use a service worker adds it to requests for this
 * origin's API; it asks the page for the key each time and keeps nothing.
 */
export async function bringUpMediaWorker(): Promise<void> {
  if (apiKey.value === null || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event) => {
    if (event.data === 'key') event.ports[0]?.postMessage(apiKey.value);
  });
  await navigator.serviceWorker.register('sw.js');
  if (navigator.serviceWorker.controller) return;
  // Not for ever: a page that was loaded past its worker gets none before it is loaded again.
  await new Promise<void>((done) => {
    setTimeout(done, longestBringUp);
    navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true });
  });
}
