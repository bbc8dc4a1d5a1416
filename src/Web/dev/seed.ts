import type { Cue, JobView } from '../src/api/types.ts';
import { stages } from '../src/api/types.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** A list as somebody has it after a week, with the names that real files have. */
export function sampleJobs(): JobView[] {
  const done = (n: number) => stages.map((stage, i) => ({ stage, state: i < n ? ('Completed' as const) : ('Pending' as const), progress: i < n ? 1 : 0, seconds: i < n ? 3 + 7 * i : null, reused: false, attempts: i < n ? 1 : 0 }));
  const base = (id: string, fileName: string, minutes: number): JobView => ({
    id, userId: 'dev', fileName, state: 'Completed', stage: null, progress: 1,
    options: { sourceLanguage: 'en', targetLanguage: 'es', subtitles: 'Soft', output: 'Video', voice: null, speed: 1, glossary: [], combine: false },
    priority: 'Normal', pool: 'default', createdAt: ago(minutes), startedAt: ago(minutes - 1), endedAt: ago(minutes - 6), stages: done(8),
    outputs: [], languages: [], warnings: [], gpuSeconds: 84.2, mediaSeconds: 631, review: false, cancelRequested: false,
  });
  return [
    { ...base('dev-done', 'Keynote 2026, part 1 – why we rebuilt the scheduler.mp4', 300), outputs: [{ name: 'dubbed.mp4', size: 48_210_334, contentType: 'video/mp4', url: '' }, { name: 'subtitles.es.srt', size: 18_211, contentType: 'application/x-subrip', url: '' }], warnings: ['3 cues were spoken faster to fit their time.'] },
    { ...base('dev-review', 'Onboarding.mov', 45), state: 'AwaitingReview', stage: null, progress: 0.62, endedAt: null, stages: done(5), review: true, reviewDeadline: ago(-1400) },
    { ...base('dev-failed', 'aVeryLongFileNameWithoutAnySpacesThatACameraOrAScreenRecorderMightProduce_2026-11-24T08-15-33.000Z_final_final_2.mkv', 90), state: 'Failed', progress: 0.4, stages: done(3).map((s) => (s.stage === 'Transcribe' ? { ...s, state: 'Failed' as const, attempts: 3 } : s)), error: { code: 'gpu_out_of_memory', message: 'The GPU ran out of memory twice, also with a smaller batch. Try again later, or choose a smaller model.', stage: 'Transcribe', retryable: true } },
    { ...base('dev-rejected', '<img src=x onerror=alert(1)>.mp4', 120), state: 'Rejected', progress: 0.02, startedAt: null, stages: done(0), mediaSeconds: null, error: { code: 'no_audio', message: 'The video has no sound track, so there is nothing to dub.', stage: 'Probe', retryable: false } },
    { ...base('dev-cancelled', '季度总结 – 产品发布会(完整版).mp4', 2000), state: 'Cancelled', progress: 0.3, stages: done(3), options: { sourceLanguage: 'zh', targetLanguage: 'en', subtitles: 'Bilingual', output: 'Dual', voice: null, speed: 1.1, glossary: [], combine: false }, error: { code: 'cancelled', message: 'Cancelled at the request of its owner.', retryable: false } },
  ];
}

export function sampleCues(): Cue[] {
  const lines: [number, number, string, string, number][] = [
    [0.42, 3.1, 'Welcome to the first day of your new job.', 'Bienvenido al primer día de su nuevo trabajo.', 0.93],
    [3.4, 6.9, 'We would like to show you around before anything else.', 'Antes que nada, queremos enseñarle el lugar.', 0.9],
    [7.2, 9.0, 'This is the kitchen.', 'Esta es la cocina.', 0.88],
    [9.1, 12.6, 'Coffee is free, and it is better than it looks.', 'El café es gratis, y es mejor de lo que parece.', 0.34],
    [12.4, 15.0, 'Every Thursday we eat together.', 'Todos los jueves comemos juntos.', 0.81],
    [15.3, 16.4, 'Ask anyone for help at any time, that is how we all learned it.', 'Pida ayuda a cualquiera en cualquier momento: así es como todos aprendimos aquí.', 0.77],
    [17.0, 20.2, 'Your laptop is on your desk.', 'Su portátil está en su escritorio.', 0.92],
    [20.5, 24.0, 'The password is on a note inside <b>the box</b>.', 'La contraseña está en una nota dentro de <b>la caja</b>.', 0.71],
    [24.5, 27.5, 'And now: have fun.', 'Y ahora: que se divierta.', 0.95],
  ];
  return lines.map(([start, end, text, translation, confidence], i) => ({ index: i + 1, start, end, text, translation, confidence, speaker: i % 3 === 2 ? 'S2' : 'S1' }));
}
