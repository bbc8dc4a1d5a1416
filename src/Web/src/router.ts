import { signal } from '@preact/signals';

export type Route =
  | { view: 'jobs' }
  | { view: 'job'; id: string }
  | { view: 'editor'; id: string }
  | { view: 'glossary' }
  | { view: 'settings' }
  | { view: 'operator'; section: string }
  | { view: 'unknown' };

/** Routes live in the fragment, so every host serves the page from one address and no link depends on its path. */
export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, '').split('/').filter((part) => part !== '').map(decode);
  const [first, second, third] = parts;
  if (first === undefined || (first === 'jobs' && second === undefined)) return { view: 'jobs' };
  if (first === 'jobs' && second !== undefined && third === undefined) return { view: 'job', id: second };
  if (first === 'jobs' && second !== undefined && third === 'subtitles') return { view: 'editor', id: second };
  if (first === 'glossary') return { view: 'glossary' };
  if (first === 'settings') return { view: 'settings' };
  if (first === 'operator') return { view: 'operator', section: second ?? 'overview' };
  return { view: 'unknown' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const jobLink = (id: string): string => `#/jobs/${encodeURIComponent(id)}`;
export const editorLink = (id: string): string => `#/jobs/${encodeURIComponent(id)}/subtitles`;
export const operatorLink = (section: string): string => `#/operator/${section}`;

export const route = signal<Route>(parseRoute(location.hash));

/** Asked before the page leaves a view; a view with unsaved work says no and asks its user. */
export type Guard = (target: string) => boolean;
let guard: Guard | null = null;
let current = location.hash;

export function setGuard(next: Guard | null): void {
  guard = next;
}

addEventListener('hashchange', () => {
  if (location.hash === current) return;
  const target = location.hash;
  if (guard && !guard(target)) {
    history.replaceState(null, '', current === '' ? '#/' : current);
    return;
  }
  current = target;
  route.value = parseRoute(target);
});

export function go(target: string): void {
  location.hash = target;
}
