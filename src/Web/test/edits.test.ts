import { describe, expect, it } from 'vitest';
import type { Cue, SubtitleDocument } from '../src/api/types';
import { findAll, matchFrom, type Query } from '../src/cues/find';
import { apply, pack, patchBetween, unpack } from '../src/cues/journal';
import { EditSession } from '../src/cues/session';
import { readShape } from '../src/cues/shape';
import { join, split } from '../src/cues/split';

const cue = (index: number, start: number, end: number, text: string, translation: string, more: Partial<Cue> = {}): Cue => ({ index, start, end, text, translation, ...more });
const cues = (): Cue[] => [
  cue(1, 0, 2, 'Good morning, everybody.', 'Buenos días a todos.', { marks: ['shortened'], fullTranslation: 'Muy buenos días', confidence: 0.9 }),
  cue(2, 2, 4, 'How are you?', '¿Cómo están? ¿Bien?', { speaker: 'Ana', confidence: 0.5 }),
  cue(3, 5, 6, 'Good (very good).', 'Bien.'),
];
const document = (eTag = '"1"'): SubtitleDocument => ({ eTag, editable: true, cues: cues(), problems: [] });
const ports = { load: () => Promise.resolve(document()), save: (sent: Cue[]) => Promise.resolve({ ...document('"2"'), cues: sent }) };
const open = (journal: string | null = null, doc = document()) => {
  let time = 0;
  return new EditSession(doc, ports, 10, () => (time += 5000), true, journal);
};
const texts = (session: EditSession) => session.cues.value.map((c) => c.translation);

describe('split', () => {
  it('divides time and words at the playhead', () => {
    const [first, second] = split(cues()[0] as Cue, { time: 1 }) as [Cue, Cue];
    expect(first).toMatchObject({ start: 0, end: 1, text: 'Good morning,', translation: 'Buenos días', marks: null, fullTranslation: null });
    expect(second).toMatchObject({ start: 1, end: 2, text: 'everybody.', translation: 'a todos.' });
  });

  it('divides a text at the cursor, and the time and the other text in proportion where the playhead is elsewhere', () => {
    const [first, second] = split(cues()[0] as Cue, { time: 7, field: 'translation', offset: 6 }) as [Cue, Cue];
    expect([first.translation, second.translation, first.end]).toEqual(['Buenos', 'días a todos.', 0.6]);
    expect([first.text, second.text]).toEqual(['Good', 'morning, everybody.']);
  });

  it('keeps an opening mark with its word, and finds words without spaces between them', () => {
    expect((split(cues()[1] as Cue, { time: 3.2 }) as [Cue, Cue]).map((c) => c.translation)).toEqual(['¿Cómo están?', '¿Bien?']);
    expect((split(cue(1, 0, 2, '', '今天天气很好'), {}) as [Cue, Cue]).map((c) => c.translation).join('|')).toMatch(/^今天(天气)?\|(天气)?很好$/);
  });

  it('leaves alone what is too short, and takes the middle where nothing says where', () => {
    expect(split(cue(1, 0, 0.15, 'a b', 'c d'), { time: 0.1 })).toBeNull();
    expect(split(cue(1, 2, 1, 'a b', 'c d'), {})).toBeNull();
    expect(split(cue(1, 0, 2, 'one', 'uno'), { time: 0.01, field: 'text', offset: 0 })).toMatchObject([{ end: 1, text: 'one' }, { start: 1, text: '' }]);
  });
});

describe('join', () => {
  it('puts texts together, keeps who speaks and how unsure the recognition was', () => {
    const [a, b] = cues() as [Cue, Cue, Cue];
    expect(join(a, b)).toMatchObject({ index: 1, start: 0, end: 4, text: 'Good morning, everybody. How are you?', translation: 'Buenos días a todos. ¿Cómo están? ¿Bien?', speaker: 'Ana', confidence: 0.5, marks: null });
  });

  it('puts no space between Chinese words, and none to nothing', () => {
    expect(join(cue(1, 0, 3, 'Hi', '你好，'), cue(2, 1, 2, '', '世界。'))).toMatchObject({ end: 3, text: 'Hi', translation: '你好，世界。' });
  });
});

describe('session', () => {
  it('splits, merges and takes both back', () => {
    const session = open();
    expect(session.split(0, { time: 1 })).toBe(true);
    expect(session.cues.value.map((c) => c.index)).toEqual([1, 2, 3, 4]);
    expect(session.mergeNext(0)).toBe(true);
    expect(session.cues.value[0]).toMatchObject({ start: 0, end: 2, translation: 'Buenos días a todos.' });
    expect(session.mergeNext(2)).toBe(false);
    session.undo();
    session.undo();
    expect(session.changes.value).toBe(0);
    expect(session.split(7, {})).toBe(false);
  });

  it('moves edges inside the video and past nothing', () => {
    const session = open();
    session.retime(0, { start: -3 });
    expect(session.canUndo.value).toBe(false);
    session.retime(0, { start: 5 });
    expect(session.cues.value[0]).toMatchObject({ start: 1.9, end: 2 });
    session.retime(2, { end: 99 });
    expect(session.cues.value[2]).toMatchObject({ start: 5, end: 10 });
    session.retime(2, { start: 6.00049, end: 7 });
    expect(session.cues.value[2]).toMatchObject({ start: 6, end: 7 });
  });

  it('replaces one match, and all others in one step', () => {
    const session = open();
    const query: Query = { text: 'bien', matchCase: false, fields: ['translation'] };
    const [first] = findAll(session.cues.value, query);
    session.replace(first as NonNullable<typeof first>, 'Todo $& bien');
    expect(texts(session)[1]).toBe('¿Cómo están? ¿Todo $& bien?');
    session.replaceAll({ text: 'o', matchCase: true, fields: ['translation'] }, '0');
    expect(texts(session)).toEqual(['Buen0s días a t0d0s.', '¿Cóm0 están? ¿T0d0 $& bien?', 'Bien.']);
    expect(session.cues.value[0]).toMatchObject({ marks: null, fullTranslation: null });
    session.undo();
    expect(texts(session)[0]).toBe('Buenos días a todos.');
    session.replaceAll({ text: 'nothing like it', matchCase: false, fields: ['text'] }, 'x');
    expect(session.canRedo.value).toBe(true);
  });
});

describe('find', () => {
  const find = (text: string, more: Partial<Query> = {}) => findAll(cues(), { text, matchCase: false, fields: ['translation'], ...more }).map((m) => `${m.place} ${m.field} ${m.start}-${m.end}`);

  it('finds in the texts that are asked for, in the order of reading', () => {
    expect(find('good', { fields: ['translation', 'text'] })).toEqual(['0 text 0-4', '2 text 0-4', '2 text 11-15']);
    expect(find('BIEN')).toEqual(['1 translation 14-18', '2 translation 0-4']);
    expect(find('BIEN', { matchCase: true })).toEqual([]);
    expect(find('')).toEqual([]);
  });

  it('takes every character for itself', () => expect(find('(very good).', { fields: ['text'] })).toEqual(['2 text 5-17']));

  it('goes on from a position, around the end', () => {
    const matches = findAll(cues(), { text: 'bien', matchCase: false, fields: ['translation'] });
    expect(matchFrom(matches, { place: 1, field: 'translation', start: 15 })).toBe(1);
    expect(matchFrom(matches, { place: 2, field: 'translation', start: 1 })).toBe(0);
    expect(matchFrom([], { place: 0, field: 'text', start: 0 })).toBe(-1);
  });
});

describe('journal', () => {
  it('brings back undo, redo and what was not saved', () => {
    const before = open();
    before.edit(0, { translation: 'uno' });
    before.insertAfter(0);
    before.edit(1, { translation: 'nuevo' });
    before.undo();
    const after = open(JSON.parse(JSON.stringify(before.journal.value)) as string);
    expect(after.cues.value).toEqual(before.cues.value);
    expect(after.changes.value).toBe(before.changes.value);
    after.redo();
    expect(texts(after)[1]).toBe('nuevo');
    while (after.canUndo.value) after.undo();
    expect(after.cues.value).toEqual(cues());
    expect(after.journal.value).not.toBeNull();
  });

  it('goes with what was saved, and not with what somebody else saved', async () => {
    const before = open();
    before.edit(0, { translation: 'uno' });
    await before.save();
    const saved = { ...document('"2"'), cues: before.cues.value.map((c) => ({ ...c })) };
    const after = open(before.journal.value, saved);
    expect(after.changes.value).toBe(0);
    after.undo();
    expect(texts(after)[0]).toBe('Buenos días a todos.');
    expect(open(before.journal.value, document('"3"')).canUndo.value).toBe(false);
  });

  it('is nothing before anything is done, and takes nothing that is broken', () => {
    expect(open().journal.value).toBeNull();
    for (const text of ['', '{', '{"version":1,"eTag":"\\"1\\""}', '{"version":1,"eTag":"\\"1\\"","ahead":{"at":9,"remove":1,"cues":[]},"past":[],"future":[]}']) {
      expect(unpack(text, document()), text).toBeNull();
    }
  });

  it('lets the oldest steps go where there are too many, and all where even the present is too large', () => {
    const session = open();
    for (let i = 0; i < 300; i++) session.edit(0, { translation: `version ${i} `.repeat(20) });
    const states = session.journal.value as string;
    const doc = document();
    const timeline = unpack(states, doc);
    expect(timeline?.past.length).toBe(300);
    const small = pack(timeline as NonNullable<typeof timeline>, doc, 20_000) as string;
    expect(small.length).toBeLessThanOrEqual(20_000);
    const kept = unpack(small, doc);
    expect(kept?.past.length).toBeGreaterThan(10);
    expect(kept?.past.at(-1)).toEqual(timeline?.past.at(-1));
    expect(pack(timeline as NonNullable<typeof timeline>, doc, 100)).toBeNull();
  });

  it('writes only what a step changes, whatever the numbers of the cues', () => {
    const many = Array.from({ length: 3000 }, (_, i) => cue(i + 1, i, i + 1, `t${i}`, `x${i}`));
    const next = [many[0] as Cue, cue(2, 0.5, 0.9, 'new', 'nuevo'), ...many.slice(1).map((c) => ({ ...c, index: c.index + 1 }))];
    const patch = patchBetween(many, next);
    expect(patch).toMatchObject({ at: 1, remove: 0 });
    expect(patch.cues).toHaveLength(1);
    expect(apply(many, patch)).toEqual(next);
  });
});

describe('shape', () => {
  const file = (pairs: number[][], fields = [2, 1, 16_000, 320, pairs.length, 1]) => {
    const data = new DataView(new ArrayBuffer(24 + 2 * pairs.length));
    fields.forEach((value, i) => data.setInt32(4 * i, value, true));
    pairs.flat().forEach((value, i) => data.setInt8(24 + i, value));
    return data.buffer;
  };

  it('reads what the service writes, filling the height', () => {
    const shape = readShape(file([[-32, 0], [-64, 127 / 2], [0, 0]]));
    expect(shape.seconds).toBeCloseTo(0.06);
    expect([...shape.below].map((v) => v.toFixed(2))).toEqual(['0.50', '1.00', '0.00']);
    expect(shape.above[1]).toBeCloseTo(63 / 127 / 0.5, 2);
  });

  it('draws silence as a line, and refuses what it does not know', () => {
    expect([...readShape(file([[0, 0]])).above]).toEqual([0]);
    for (const bad of [new ArrayBuffer(3), file([[0, 0]], [1, 1, 16_000, 320, 1, 1]), file([[0, 0]], [2, 0, 16_000, 320, 1, 1]), file([[0, 0]], [2, 1, 16_000, 320, 9, 1]), file([[0, 0]], [2, 1, 16_000, 320, 1, 2])]) {
      expect(() => readShape(bad)).toThrow();
    }
  });
});
