import { signal } from '@preact/signals';

const storageKey = 'transvox.key';

/** The API key, for this tab only; null where the platform (or the development identity) says who calls. */
export const apiKey = signal<string | null>(sessionStorage.getItem(storageKey));

/** Set when the server answered 401: the page then asks for a key. */
export const keyWanted = signal(false);

export function setKey(key: string | null): void {
  apiKey.value = key;
  if (key === null) sessionStorage.removeItem(storageKey);
  else sessionStorage.setItem(storageKey, key);
  if (key !== null) keyWanted.value = false;
}

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
  await new Promise<void>((done) => navigator.serviceWorker.addEventListener('controllerchange', () => done(), { once: true }));
}
