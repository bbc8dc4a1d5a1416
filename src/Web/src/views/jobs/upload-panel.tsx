import { useRef, useState } from 'preact/hooks';
import { bytes, duration } from '../../format';
import { t } from '../../i18n';
import { languages } from '../../state/languages';
import { me } from '../../state/me';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { faultOf, loadOptions, saveOptions } from '../../upload/choices';
import { requestKey } from '../../upload/form';
import { fitOptions, isLanguageCode, isSourceLanguage } from '../../upload/languages';
import { enqueue } from '../../upload/uploads';
import { AddressField, submitAddress } from './address-field';
import { Forecast } from './forecast';
import { OptionFields } from './option-fields';

export function UploadPanel() {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [chosen, setChosen] = useState(loadOptions);
  const [subtitleFile, setSubtitleFile] = useState<File | null>(null);
  const [address, setAddress] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  // The same address sent again, because its answer was lost, is the same job.
  const key = useRef(requestKey());
  const maxBytes = me.value?.maxVideoBytes ?? null;
  const hosts = me.value?.sourceHosts ?? null;
  const byAddress = hosts !== null && address.trim() !== '';
  const count = files.length + (byAddress ? 1 : 0);
  const ownSubtitles = subtitleFile !== null && count <= 1 && chosen.output !== 'Transcript';
  const catalogue = languages.value;
  const options = catalogue === null ? chosen : fitOptions(catalogue, chosen, ownSubtitles);
  const good = files.filter((file) => faultOf(file, maxBytes) === null);
  const translated = options.output !== 'Transcript';
  const sameLanguage = translated && options.sourceLanguage === options.targetLanguage;
  const ready = (good.length > 0 || byAddress) && !sending && catalogue !== null && !sameLanguage && isSourceLanguage(options.sourceLanguage) && (!translated || isLanguageCode(options.targetLanguage));

  const add = (added: readonly File[]) =>
    setFiles((before) => [...before, ...added.filter((file) => !before.some((b) => b.name === file.name && b.size === file.size))]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    saveOptions(options);
    const subtitles = ownSubtitles ? subtitleFile : null;
    if (good.length > 0) enqueue(good, options, subtitles);
    setFiles([]);
    if (byAddress) void sendAddress(subtitles);
    else setSubtitleFile(null);
  };
  const changeAddress = (value: string) => {
    setAddress(value);
    setRefusal(null);
    key.current = requestKey();
  };
  const sendAddress = async (subtitles: File | null) => {
    setSending(true);
    setRefusal(null);
    try {
      await submitAddress(address.trim(), options, subtitles, key.current);
      changeAddress('');
      setSubtitleFile(null);
    } catch (error) {
      setRefusal(error);
    } finally {
      setSending(false);
    }
  };

  return (
    <form class="card upload-panel" onSubmit={submit} aria-labelledby="upload-heading">
      <h2 id="upload-heading">{t().upload.title}</h2>
      <DropZone onFiles={add} />
      {files.length > 0 && <ChosenFiles files={files} maxBytes={maxBytes} onRemove={(file) => setFiles(files.filter((f) => f !== file))} />}
      {hosts && <AddressField hosts={hosts} value={address} onChange={changeAddress} />}
      {refusal !== null && <ErrorNote error={refusal} />}
      <OptionFields
        options={options} onChange={setChosen} subtitleFile={subtitleFile} onSubtitleFile={setSubtitleFile}
        single={count <= 1} sameLanguage={sameLanguage}
      />
      {ready && good[0] && <Forecast file={good[0]} options={options} />}
      <button class="button button-primary button-wide" disabled={!ready}>
        <Icon name="upload" /><span>{good.length === 0 && !byAddress ? t().upload.start : t().upload.startMany(good.length + (byAddress ? 1 : 0))}</span>
      </button>
    </form>
  );
}

function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const caller = me.value;
  return (
    <div
      class={over ? 'drop drop-over' : 'drop'} data-testid="drop"
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={(event) => { if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false); }}
      onDrop={(event) => { event.preventDefault(); setOver(false); onFiles([...(event.dataTransfer?.files ?? [])]); }}
    >
      <Icon name="upload" />
      <p class="drop-title">{t().upload.drop}</p>
      <p class="drop-or">{t().upload.or}</p>
      <input
        ref={input} id="files" class="visually-hidden" type="file" multiple accept="video/*,.mkv,.mp4,.mov,.webm,.avi,.flv,.ts,.m2ts,.wmv"
        onChange={(event) => { onFiles([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }}
      />
      <label class="button" for="files">{t().upload.browse}</label>
      {caller && <p class="drop-limits">{t().upload.limits(bytes(caller.maxVideoBytes), duration(caller.maxVideoSeconds))}</p>}
    </div>
  );
}

interface ChosenProps { files: readonly File[]; maxBytes: number | null; onRemove: (file: File) => void }

function ChosenFiles({ files, maxBytes, onRemove }: ChosenProps) {
  return (
    <ul class="chosen" aria-label={t().upload.chosen}>
      {files.map((file) => {
        const fault = faultOf(file, maxBytes);
        const unlikely = file.type !== '' && !file.type.startsWith('video/') && !file.type.startsWith('audio/');
        return (
          <li key={`${file.name}|${file.size}`} class={fault ? 'chosen-file chosen-bad' : 'chosen-file'}>
            <Icon name="file" />
            <span class="chosen-text">
              <bdi class="chosen-name" title={file.name}>{file.name}</bdi>
              <span class="muted">{bytes(file.size)}</span>
              {fault === 'tooLarge' && <span class="field-error">{t().upload.tooLarge(bytes(maxBytes ?? 0))}</span>}
              {fault === 'empty' && <span class="field-error">{t().upload.empty}</span>}
              {!fault && unlikely && <span class="field-hint">{t().upload.notVideo}</span>}
            </span>
            <button type="button" class="button button-icon button-quiet" aria-label={t().upload.remove(file.name)} onClick={() => onRemove(file)}><Icon name="close" /></button>
          </li>
        );
      })}
    </ul>
  );
}
