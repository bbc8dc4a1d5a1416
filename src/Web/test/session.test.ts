import { describe, expect, it } from 'vitest';
import { ApiError } from '../src/api/client';
import type { Cue, SubtitleDocument } from '../src/api/types';
import { countChanges, EditSession } from '../src/cues/session';
import { commandOf, type KeyPress } from '../src/views/editor/shortcuts';

const cues = (): Cue[] => [0, 1, 2, 3].map((i) => ({ index: i + 1, start: i, end: i + 1, text: `line ${i + 1}`, translation: `línea ${i + 1}` }));

/** A service with one document; somebody else can change it. */
class Server {
  document: SubtitleDocument = { eTag: '"1"', editable: true, cues: cues(), problems: [] };
  fail: unknown = null;

  readonly ports = {
    load: () => Promise.resolve(this.document),
    save: (sent: Cue[], etag: string) => {
      if (this.fail !== null) return Promise.reject(this.fail);
      if (etag !== this.document.eTag) return Promise.reject(new ApiError(412, 'precondition_failed', ''));
      return Promise.resolve(this.change(sent));
    },
  };

  change(next: Cue[]): SubtitleDocument {
    this.document = { ...this.document, eTag: `"${Number(this.document.eTag.slice(1, -1)) + 1}"`, cues: next };
    return this.document;
  }

  other(place: number, change: Partial<Cue>): void {
    this.change(this.document.cues.map((cue, i) => (i === place ? { ...cue, ...change } : cue)));
  }
}

const open = (server: Server) => {
  let time = 0;
  return new EditSession(server.document, server.ports, null, () => (time += 5000));
};

describe('editing', () => {
  it('drops what was noted about a translation when it is changed, and keeps it when the speaker is', () => {
    const server = new Server();
    server.other(0, { marks: ['shortened'], fullTranslation: 'una línea más larga' });
    const session = open(server);
    session.edit(0, { speaker: 'Ana' });
    expect(session.cues.value[0]).toMatchObject({ speaker: 'Ana', marks: ['shortened'], fullTranslation: 'una línea más larga' });
    expect(session.problems.value.map((p) => p.code)).toEqual(['shortened']);
    session.edit(0, { translation: 'otra' });
    expect(session.cues.value[0]).toMatchObject({ marks: null, fullTranslation: null });
    expect(session.problems.value).toEqual([]);
  });

  it('counts changes, saves them, and counts anew', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(1, { translation: 'otra' });
    session.edit(2, { end: 2.9 });
    expect(session.changes.value).toBe(2);
    expect(await session.save()).toBe(true);
    expect(session.changes.value).toBe(0);
    expect(session.etag).toBe('"2"');
    session.undo();
    expect(session.changes.value).toBe(1);
    expect(session.canRedo.value).toBe(true);
  });

  it('inserts into the gap, numbers anew, deletes, and takes it all back', () => {
    const session = open(new Server());
    session.edit(1, { end: 1.5 });
    session.insertAfter(1);
    expect(session.cues.value[2]).toMatchObject({ index: 3, start: 1.5, end: 2, text: '' });
    expect(session.selected.value).toBe(2);
    session.remove(2);
    session.remove(3);
    expect(session.cues.value.map((c) => c.index)).toEqual([1, 2, 3]);
    expect(session.selected.value).toBe(2);
    while (session.canUndo.value) session.undo();
    expect(session.cues.value).toEqual(cues());
    expect(session.changes.value).toBe(0);
  });

  it('shows what the service found as long as nothing changed, then what it finds itself', () => {
    const server = new Server();
    server.document = { ...server.document, problems: [{ index: 3, code: 'low_confidence', message: 'm', blocking: false }] };
    const session = open(server);
    expect(session.problems.value).toEqual([{ index: 2, code: 'low_confidence', message: 'm', blocking: false }]);
    expect(session.nextProblem()).toBe(2);
    session.edit(0, { translation: '' });
    expect(session.problems.value.map((p) => `${p.index} ${p.code}`)).toEqual(['0 empty']);
    session.select(3);
    expect(session.nextProblem()).toBe(0);
  });

  it('saves after a save that is under way, what was typed since', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'uno' });
    const first = session.save();
    session.edit(1, { translation: 'dos' });
    expect(await session.save()).toBe(true);
    expect(await first).toBe(true);
    expect(session.changes.value).toBe(0);
    expect(server.document.cues.map((c) => c.translation).slice(0, 2)).toEqual(['uno', 'dos']);
  });

  it('keeps what is typed while a save is under way', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'uno' });
    const saving = session.save();
    session.edit(1, { translation: 'dos' });
    expect(await saving).toBe(true);
    expect(session.cues.value[1]?.translation).toBe('dos');
    expect(session.changes.value).toBe(1);
    expect(await session.save()).toBe(true);
    expect(server.document.cues.map((c) => c.translation).slice(0, 2)).toEqual(['uno', 'dos']);
  });

  it('keeps changes and shows the error when saving fails', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'uno' });
    server.fail = new ApiError(503, 'storage_unavailable', '');
    expect(await session.save()).toBe(false);
    expect(session.error.value).toBe(server.fail);
    expect(session.changes.value).toBe(1);
  });
});

describe('two editors', () => {
  it('merges changes to different cues without a question', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'mine' });
    server.other(3, { translation: 'theirs' });
    expect(await session.save()).toBe(false);
    expect(session.conflict.value?.items.filter((i) => i.kind === 'conflict')).toEqual([]);
    expect(await session.settle([])).toBe(true);
    expect(server.document.cues.map((c) => c.translation)).toEqual(['mine', 'línea 2', 'línea 3', 'theirs']);
    expect(session.conflict.value).toBeNull();
  });

  it('asks about cues that both changed and saves the choice', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'mine' });
    session.edit(1, { translation: 'mine too' });
    server.other(0, { translation: 'theirs' });
    server.other(1, { translation: 'theirs too' });
    await session.save();
    expect(await session.settle(['theirs', 'mine'])).toBe(true);
    expect(server.document.cues.map((c) => c.translation).slice(0, 2)).toEqual(['theirs', 'mine too']);
  });

  it('takes theirs, and undo brings mine back', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'mine' });
    server.other(0, { translation: 'theirs' });
    await session.save();
    session.takeTheirs();
    expect(session.cues.value[0]?.translation).toBe('theirs');
    expect(session.changes.value).toBe(0);
    session.undo();
    expect(session.cues.value[0]?.translation).toBe('mine');
  });

  it('meets a third editor while it settles', async () => {
    const server = new Server();
    const session = open(server);
    session.edit(0, { translation: 'mine' });
    server.other(0, { translation: 'theirs' });
    await session.save();
    server.other(2, { translation: 'third' });
    expect(await session.settle(['mine'])).toBe(false);
    expect(await session.settle([])).toBe(true);
    expect(server.document.cues.map((c) => c.translation)).toEqual(['mine', 'línea 2', 'third', 'línea 4']);
  });
});

describe('count of changes', () => {
  it('counts insertions and deletions', () => {
    const base = cues();
    expect(countChanges(base, base)).toBe(0);
    expect(countChanges(base, base.slice(1))).toBe(1);
    expect(countChanges(base, [...base, { index: 5, start: 9, end: 10, text: '' }])).toBe(1);
  });
});

describe('keys', () => {
  const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

  it('means nothing by single keys outside the list', () => {
    for (const key of ['j', 'k', 'p', 'n', '?', '[', 'Delete', ' ', 'Enter', 's', 'm', 't', 'f', 'ArrowLeft', 'ArrowRight']) {
      expect(commandOf(press(key), 'field'), key).toBeNull();
      expect(commandOf(press(key), 'elsewhere'), key).toBeNull();
      expect(commandOf(press(key), 'list'), key).not.toBeNull();
    }
  });

  it('takes Control and Command alike, everywhere', () => {
    for (const place of ['field', 'list', 'elsewhere'] as const) {
      expect(commandOf(press('s', { ctrlKey: true }), place)).toBe('save');
      expect(commandOf(press('Z', { metaKey: true, shiftKey: true }), place)).toBe('redo');
      expect(commandOf(press('c', { ctrlKey: true }), place)).toBeNull();
    }
  });

  it('tells Alt keys by their place, since Alt changes their letter', () => {
    expect(commandOf(press('π', { code: 'KeyP', altKey: true }), 'field')).toBe('play');
    expect(commandOf(press('ArrowDown', { code: 'ArrowDown', altKey: true }), 'field')).toBe('next');
    expect(commandOf(press('≤', { code: 'Comma', altKey: true }), 'field')).toBe('startEarlier');
    expect(commandOf(press('>', { code: 'Period', altKey: true, shiftKey: true }), 'elsewhere')).toBe('endLater');
  });

  it('moves the start by arrows in the list, and the end with Shift', () => {
    expect(commandOf(press('ArrowLeft'), 'list')).toBe('startEarlier');
    expect(commandOf(press('ArrowRight', { shiftKey: true }), 'list')).toBe('endLater');
    expect(commandOf(press('f', { ctrlKey: true }), 'field')).toBe('find');
  });

  it('leaves input methods alone', () => {
    expect(commandOf(press('Escape', { isComposing: true }), 'field')).toBeNull();
    expect(commandOf(press('Escape'), 'field')).toBe('leave');
  });
});
