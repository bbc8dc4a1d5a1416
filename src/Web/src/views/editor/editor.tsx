import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { isTextOnly, type JobView, type SubtitleDocument } from '../../api/types';
import { EditSession } from '../../cues/session';
import { t } from '../../i18n';
import { go, jobLink, setGuard } from '../../router';
import { noteJob, noteJobs } from '../../state/jobs';
import { announce } from '../../ui/announce';
import { StateBadge } from '../../ui/badge';
import { Confirm } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { ErrorNote } from '../../ui/problem';
import { useResource } from '../../ui/use-resource';
import { ConflictDialog } from './conflict';
import { CueList } from './cue-list';
import { CuePlayer, type Playhead } from './cue-player';
import { FindPanel } from './find-panel';
import { ShortcutDialog, ShortcutTable } from './shortcuts';
import { Toolbar } from './toolbar';
import { useEditorKeys } from './use-editor-keys';
import { forgetJournal, keptJournal, useJournal } from './use-journal';
import { useSpeaker } from './use-speaker';

/** Subtitles of a job: edited and approved while it waits for review, changed for a new dub when it is done, else to read. */
export function EditorView({ id }: { id: string }) {
  const loaded = useResource(async () => {
    const [job, subtitles] = await Promise.all([api.job(id), api.subtitles(id)]);
    noteJobs([job]);
    return { job, subtitles };
  }, id);
  return (
    <div class="page editor-page">
      <a class="back" href={jobLink(id)}><Icon name="back" /><span>{loaded.data ? <bdi>{loaded.data.job.fileName}</bdi> : t().app.backToJobs}</span></a>
      {loaded.error !== null && <><h1>{t().editor.title}</h1><ErrorNote error={loaded.error} /></>}
      {loaded.data && <Editor key={`${id} ${loaded.data.subtitles.eTag}`} job={loaded.data.job} subtitles={loaded.data.subtitles} />}
    </div>
  );
}

function Editor({ job, subtitles }: { job: JobView; subtitles: SubtitleDocument }) {
  const session = useMemo(() => new EditSession(subtitles, {
    load: () => api.subtitles(job.id),
    save: (cues, etag) => api.putSubtitles(job.id, cues, etag),
  }, job.mediaSeconds ?? null, undefined, job.options.output !== 'Transcript', keptJournal(job.id)), []);
  const words = isTextOnly(job.options) ? t().editor.text : t().editor.speech;
  const review = job.state === 'AwaitingReview' && subtitles.editable;
  const revise = job.state === 'Completed';
  const editable = review || revise;
  useJournal(job.id, session, editable);
  const playhead = useRef<Playhead | null>(null);
  const [playing, setPlaying] = useState(false);
  const [help, setHelp] = useState(false);
  const [asking, setAsking] = useState(false);
  const [finding, setFinding] = useState(false);
  const speaker = useSpeaker(job.id);
  const speaks = editable && !isTextOnly(job.options);
  const finish = useFinish(job, session, review);
  const { leaving, stay, leave } = useLeaveGuard(job.id, session);

  const here = (edge: 'start' | 'end') => {
    const time = playhead.current?.time();
    if (editable && time !== undefined) session.edit(session.selected.value, { [edge]: Math.round(time * 1000) / 1000 });
  };
  const play = () => {
    const cue = session.cues.value[session.selected.value];
    if (cue) playhead.current?.toggle(cue);
  };
  const actions = {
    play, startHere: () => here('start'), endHere: () => here('end'),
    split: () => splitCue(session, playhead.current?.time() ?? null), merge: () => mergeCue(session),
    speak: () => {
      const cue = session.cues.value[session.selected.value];
      if (speaks && cue) speaker.toggle(session.selected.value, cue);
    },
  };
  const root = useEditorKeys(session, editable, {
    ...actions, help: () => setHelp(true), find: () => setFinding(true),
    approve: () => { if (editable) setAsking(true); }, save: () => { if (review) void session.save(); },
  });

  return (
    <div ref={root} class="editor">
      <header class="editor-head">
        <div class="job-head-title"><h1>{t().editor.title}</h1><StateBadge state={job.state} /></div>
        {!editable && <p class="muted">{t().editor.readonly}</p>}
        {revise && <p class="muted">{words.reviseText}</p>}
      </header>
      {editable && (
        <Toolbar session={session} review={review} revise={words.revise} onFinish={() => setAsking(true)} onHelp={() => setHelp(true)} onFind={() => setFinding(true)}>
          {finding && <FindPanel session={session} onClose={() => { setFinding(false); root.current?.querySelector<HTMLElement>('.cue-current .cue-row')?.focus(); }} />}
        </Toolbar>
      )}
      {session.error.value !== null && <ErrorNote error={session.error.value} />}
      <div class="editor-columns">
        <div class="editor-side">
          <CuePlayer job={job} session={session} editable={editable} onReady={(head) => (playhead.current = head)} onPlaying={setPlaying} />
          <details class="card shortcut-card"><summary>{t().editor.shortcuts}</summary><ShortcutTable /></details>
        </div>
        <CueList session={session} editable={editable} playing={playing} speaker={speaks ? speaker : null} actions={actions} />
      </div>
      {help && <ShortcutDialog onClose={() => setHelp(false)} />}
      {session.conflict.value && <ConflictDialog session={session} conflict={session.conflict.value} />}
      {asking && <FinishDialog session={session} review={review} words={words} finish={finish} onClose={() => setAsking(false)} />}
      {leaving && <Confirm title={t().editor.leaveTitle} text={t().editor.leave} yes={t().editor.leaveYes} no={t().editor.leaveNo} danger onYes={leave} onNo={stay} />}
    </div>
  );
}

/** At the cursor, where one is in a text of the cue, and at the playhead, where it is in its time. */
function splitCue(session: EditSession, time: number | null): void {
  const place = session.selected.value;
  const field = document.activeElement;
  const cursor = field instanceof HTMLTextAreaElement ? { field: field.classList.contains('cue-text') ? 'text' as const : 'translation' as const, offset: field.selectionStart } : {};
  announce(session.split(place, { time, ...cursor }) ? t().editor.splitDone(place + 1) : t().editor.splitShort);
}

function mergeCue(session: EditSession): void {
  const place = session.selected.value;
  if (session.mergeNext(place)) announce(t().editor.mergeDone(place + 1));
}

interface Finish { busy: boolean; error: unknown; run: () => Promise<boolean> }

/** Approves what is saved, or starts the job that dubs again. False when something stands in the way. */
function useFinish(job: JobView, session: EditSession, review: boolean): Finish {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      if (review && !(await session.save())) return false;
      const next = review ? await api.approve(job.id, session.etag) : await api.revise(job.id, [...session.cues.value]);
      noteJob(next);
      setGuard(null);
      forgetJournal(job.id);
      go(jobLink(next.id));
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}

interface FinishProps { session: EditSession; review: boolean; words: Record<'approveText' | 'revise' | 'reviseText', string>; finish: Finish; onClose: () => void }

function FinishDialog({ session, review, words, finish, onClose }: FinishProps) {
  const blocking = session.problems.value.filter((p) => p.blocking).length;
  const open = session.problems.value.length - blocking;
  const nothing = !review && session.changes.value === 0;
  const run = async () => {
    // A conflict has its own dialog, which takes over.
    if (!(await finish.run()) && session.conflict.value) onClose();
  };
  return (
    <Confirm
      title={review ? t().editor.approveTitle : words.revise} text={review ? words.approveText : words.reviseText}
      yes={review ? t().editor.approve : words.revise} no={t().app.close} busy={finish.busy || blocking > 0 || nothing}
      onYes={() => void run()} onNo={onClose}
    >
      {blocking > 0 && <p class="field-error" role="alert">{t().editor.approveBlocked(blocking)}</p>}
      {nothing && <p class="field-error" role="alert">{t().editor.reviseNothing}</p>}
      {blocking === 0 && open > 0 && <p class="muted">{t().editor.approveWarnings(open)}</p>}
      {(finish.error ?? session.error.value) !== null && <ErrorNote error={finish.error ?? session.error.value} />}
    </Confirm>
  );
}

/** Unsaved changes: links inside the page ask in a dialog, closing the tab asks in the browser's. */
function useLeaveGuard(jobId: string, session: EditSession): { leaving: boolean; stay: () => void; leave: () => void } {
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    setGuard((next) => {
      if (session.changes.value === 0) return true;
      setTarget(next);
      return false;
    });
    const unload = (event: BeforeUnloadEvent) => { if (session.changes.value > 0) event.preventDefault(); };
    addEventListener('beforeunload', unload);
    return () => {
      setGuard(null);
      removeEventListener('beforeunload', unload);
    };
  }, [session]);
  return {
    leaving: target !== null,
    stay: () => setTarget(null),
    leave: () => {
      setGuard(null);
      forgetJournal(jobId);
      go(target === null || target === '' ? '#/' : target);
    },
  };
}
