import type { SubmitOptions } from '../../api/types';
import { api } from '../../api/client';
import { t } from '../../i18n';
import { noteJob } from '../../state/jobs';
import { submitFields, subtitleMembers } from '../../upload/form';

/** Where the video is, for a service that fetches it. */
export function AddressField({ hosts, value, onChange }: { hosts: readonly string[]; value: string; onChange: (value: string) => void }) {
  const names = hosts.map((host) => (host === '*' ? t().upload.addressAny : host)).join(', ');
  return (
    <label class="field">
      <span class="field-label">{t().upload.address}</span>
      <input
        type="url" name="address" maxLength={2048} placeholder="https://" spellcheck={false} autocomplete="off" value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <span class="field-hint">{t().upload.addressHint(names)}</span>
    </label>
  );
}

/** Has the service dub what is at an address. */
export async function submitAddress(address: string, options: SubmitOptions, subtitleFile: File | null, key: string): Promise<void> {
  const subtitles = subtitleFile ? subtitleMembers(new Uint8Array(await subtitleFile.arrayBuffer())) : null;
  noteJob(await api.submitUploaded({ ...submitFields(options, subtitles), sourceUrl: address }, key));
}
