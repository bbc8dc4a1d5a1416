import { computed, effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const storageKey = 'transvox.theme';
const stored = localStorage.getItem(storageKey);

export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const prefersDark = signal(systemDark.matches);
systemDark.addEventListener('change', () => (prefersDark.value = systemDark.matches));

/** Whether the page is dark at this moment. */
export const dark = computed(() => (theme.value === 'auto' ? prefersDark.value : theme.value === 'dark'));

effect(() => {
  document.documentElement.dataset.theme = dark.value ? 'dark' : 'light';
});

export function setTheme(next: Theme): void {
  theme.value = next;
  if (next === 'auto') localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, next);
}
