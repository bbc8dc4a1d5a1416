import type { UploadRecord, UploadRecords } from './blocks';

const prefix = 'transvox.upload.';

/** Unfinished uploads of this tab. Links are secrets for as long as they live, so they do not outlast the tab. */
export const sessionRecords: UploadRecords = {
  load(key) {
    const text = sessionStorage.getItem(prefix + key);
    if (text === null) return null;
    try {
      return JSON.parse(text) as UploadRecord;
    } catch {
      // Written by another version of the page: start over.
      sessionStorage.removeItem(prefix + key);
      return null;
    }
  },
  save: (key, record) => sessionStorage.setItem(prefix + key, JSON.stringify(record)),
  remove: (key) => sessionStorage.removeItem(prefix + key),
};
