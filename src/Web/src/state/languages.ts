import { effect, signal } from '@preact/signals';
import { api } from '../api/client';
import { apiKey } from '../api/identity';
import type { LanguageCatalogue } from '../api/types';

/** What the service can dub; null until it has said so. */
export const languages = signal<LanguageCatalogue | null>(null);

const anything: LanguageCatalogue = { voiceVariants: [], canChooseVoice: true, canChooseSpeed: true, leavesMachine: false };

async function loadLanguages(): Promise<void> {
  try {
    languages.value = await api.languages();
  } catch {
    // Whatever is chosen, the service checks it: better an open form than none.
    languages.value ??= anything;
  }
}

/** Asks once, and again when the key changes. */
export function keepLanguages(): void {
  effect(() => {
    void apiKey.value;
    void loadLanguages();
  });
}
