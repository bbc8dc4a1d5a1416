/** Strokes on a 24-unit grid; decoration only, so hidden from assistive technology. */
const paths = {
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  download: 'M12 4v12m0 0 5-5m-5 5-5-5M4 20h16',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  alert: 'M12 8v5m0 3.2v.1M10.3 4.3 2.6 17.6A2 2 0 0 0 4.3 20.6h15.4a2 2 0 0 0 1.7-3L13.7 4.3a2 2 0 0 0-3.4 0Z',
  play: 'M7 4.5v15l12-7.5-12-7.5Z',
  stop: 'M6.5 6.5h11v11h-11z',
  pause: 'M8 5v14M16 5v14',
  retry: 'M20 12a8 8 0 1 1-2.3-5.6M20 4v4h-4',
  clock: 'M12 7v5l3.5 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  edit: 'M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4',
  film: 'M4 5h16v14H4zM8 5v14M16 5v14M4 9.5h4M4 14.5h4M16 9.5h4M16 14.5h4',
  sound: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3',
  text: 'M4 6h16v12H4zM7.5 14.5h5M15 14.5h1.5M7.5 11h2M12 11h4.5',
  file: 'M7 3h7l4 4v14H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm7 0v4h4',
  back: 'M15 5l-7 7 7 7',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c2.5 2.6 3.7 5.6 3.7 9s-1.2 6.4-3.7 9c-2.5-2.6-3.7-5.6-3.7-9S9.500 5.600 12 3Z',
  undo: 'M9 7 4.500 11.500 9 16M5 11.500h9.500a5 5 0 0 1 0 10H12',
  redo: 'M15 7l4.500 4.500L15 16M19 11.500H9.500a5 5 0 0 0 0 10H12',
  keyboard: 'M3 6.500h18v11H3zM7 10h.1M10.500 10h.1M14 10h.1M17 10h.1M8 14h8',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.9-4.9',
  split: 'M12 3v18M4 8h4v8H4M20 8h-4v8h4',
  merge: 'M4 6v12M20 6v12M4 12h6m0 0L7.5 9.500M10 12l-2.500 2.500M20 12h-6m0 0 2.500-2.500M14 12l2.500 2.500',
  voice: 'M5 10v4h3l4 4V6l-4 4H5ZM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
