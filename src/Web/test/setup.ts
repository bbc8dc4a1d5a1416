/** The few things of a browser that modules touch when they load. */
function storage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() { return items.size; },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (n) => [...items.keys()][n] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}

Object.assign(globalThis, {
  localStorage: storage(),
  sessionStorage: storage(),
  document: { documentElement: { lang: '', dataset: {} } },
  addEventListener: () => undefined,
  location: new URL('http://service.test/'),
});
if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: { languages: ['en'] } });
