/**
 * Adds the page's API key to what an element of the page asks of the API (video, subtitles track, downloads): elements cannot
 * send headers themselves. The key stays in the page; the worker asks for it with each request.
 */
interface WorkerScope extends EventTarget {
  location: Location;
  clients: { claim(): Promise<void>; get(id: string): Promise<WorkerClient | undefined>; matchAll(): Promise<WorkerClient[]> };
  skipWaiting(): Promise<void>;
}
interface WorkerClient { postMessage(message: unknown, transfer: Transferable[]): void }
interface FetchEventLike extends Event { request: Request; clientId: string; respondWith(answer: Promise<Response>): void }

const scope = self as unknown as WorkerScope;
const media = /^\/api\/(?:jobs\/[^/]+|sample)\/(?:source|files\/[^/]+)$/;

scope.addEventListener('install', () => void scope.skipWaiting());
scope.addEventListener('activate', (event) => (event as Event & { waitUntil(p: Promise<void>): void }).waitUntil(scope.clients.claim()));
scope.addEventListener('fetch', (event) => {
  const fetchEvent = event as FetchEventLike;
  const { request } = fetchEvent;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin || !media.test(url.pathname)) return;
  if (request.headers.has('authorization')) return;
  fetchEvent.respondWith(answer(fetchEvent));
});

async function answer(event: FetchEventLike): Promise<Response> {
  const key = await keyOf(event.clientId);
  if (key === null) return fetch(event.request);
  const headers = new Headers(event.request.headers);
  headers.set('authorization', `Bearer ${key}`);
  return fetch(event.request.url, { headers, credentials: 'same-origin', mode: 'same-origin', signal: event.request.signal });
}

async function keyOf(clientId: string): Promise<string | null> {
  const client = (await scope.clients.get(clientId)) ?? (await scope.clients.matchAll())[0];
  if (!client) return null;
  const channel = new MessageChannel();
  return new Promise((done) => {
    const late = setTimeout(() => done(null), 2000);
    channel.port1.onmessage = (message: MessageEvent<string | null>) => {
      clearTimeout(late);
      done(message.data);
    };
    client.postMessage('key', [channel.port2]);
  });
}
