import { describe, expect, it } from 'vitest';
import type { Cue } from '../src/api/types';
import { History } from '../src/cues/history';
import { merge, renumber, resolve, sameCues } from '../src/cues/merge';
import { formatTime, parseTime } from '../src/cues/time';
import { validate } from '../src/cues/validate';

const cue = (index: number, start: number, end: number, translation = 'hola', more: Partial<Cue> = {}): Cue => ({ index, start, end, text: `line ${index}`, translation, ...more });

describe('times', () => {
  it.each([
    ['0', 0], ['7', 7], ['1:02', 62], ['1:02.5', 62.5], ['1:02,500', 62.5], ['01:02:03.004', 3723.004], ['0:59.9999', 60], ['１'.normalize('NFKC'), 1], ['1：02。25', 62.25], ['  3.25 ', 3.25],
  ])('reads %s', (text, seconds) => expect(parseTime(text)).toBe(seconds));

  it.each(['', 'abc', '1:60', '1:2:99', '61:00:00:00', '-1', '1:', ':5', '1:61:00', '1e3', '1:002', 'NaN'])('refuses %s', (text) => expect(parseTime(text)).toBeNull());

  it.each([0, 0.001, 0.9996, 59.9995, 60, 61.5, 3599.999, 3600, 36_000.25])('round-trips %f to the millisecond', (seconds) => {
    expect(parseTime(formatTime(seconds))).toBeCloseTo(seconds, 2);
    expect(Math.abs((parseTime(formatTime(seconds)) ?? NaN) - seconds)).toBeLessThan(0.000501);
  });

  it('never shows 60 seconds', () => expect(formatTime(59.9996)).toBe('1:00.000'));
});

describe('checks', () => {
  const codes = (cues: Cue[]) => validate(cues).map((p) => `${p.index} ${p.code}`);

  it('finds nothing wrong with touching cues', () => expect(codes([cue(1, 0, 1), cue(2, 1, 2)])).toEqual([]));
  it('takes rounding for no overlap', () => expect(codes([cue(1, 0, 1.0004), cue(2, 1, 2)])).toEqual([]));
  it('finds overlaps, at the later cue', () => expect(codes([cue(1, 0, 1.2), cue(2, 1, 2)])).toEqual(['1 overlap']));
  it('finds cues out of order', () => expect(codes([cue(1, 1, 2), cue(2, 0.5, 0.9)])).toEqual(['1 out_of_order']));
  it('finds an end before the start', () => expect(codes([cue(1, 2, 1), cue(2, 2, 3)])).toEqual(['0 bad_times']));
  it('finds times that are no numbers', () => expect(codes([cue(1, NaN, 1)])).toEqual(['0 bad_times']));
  it('finds cues after the end of the video, when it is known', () => {
    expect(validate([cue(1, 60, 61)], 60).map((p) => p.code)).toEqual(['bad_times']);
    expect(validate([cue(1, 59, 61)], 60)).toEqual([]);
  });
  it('finds empty and blank translations', () => expect(codes([cue(1, 0, 1, ''), cue(2, 1, 2, ' \n ')])).toEqual(['0 empty', '1 empty']));
  it('finds text too long for its time', () => expect(codes([cue(1, 0, 1, 'x'.repeat(31)), cue(2, 1, 2, 'x'.repeat(30))])).toEqual(['0 too_long_for_slot']));
  it('finds unsure recognition', () => expect(codes([cue(1, 0, 1, 'hola', { confidence: 0.39 }), cue(2, 1, 2, 'hola', { confidence: 0.4 })])).toEqual(['0 low_confidence']));
  it('blocks only what cannot be spoken', () => {
    const problems = validate([cue(1, 1, 2, 'x'.repeat(60), { confidence: 0.1 }), cue(2, 1.5, 2.5, ''), cue(3, 0.5, 0.4), cue(4, 3, 900, 'x'.repeat(2001))]);
    expect(problems.filter((p) => !p.blocking).map((p) => p.code)).toEqual(['too_long_for_slot', 'low_confidence', 'overlap', 'empty']);
    expect(problems.filter((p) => p.blocking).map((p) => p.code)).toEqual(['bad_times', 'out_of_order', 'too_long_for_slot']);
  });
});

describe('undo', () => {
  it('takes typing in one field within a second as one step', () => {
    let time = 0;
    const history = new History('a', () => time);
    history.push('ab', 'x');
    time = 900;
    history.push('abc', 'x');
    time = 3000;
    history.push('abcd', 'x');
    history.undo();
    expect(history.value).toBe('abc');
    history.undo();
    expect(history.value).toBe('a');
    history.redo();
    history.redo();
    expect(history.value).toBe('abcd');
  });

  it('forgets what was undone once something else is done', () => {
    const history = new History(1);
    history.push(2);
    history.undo();
    history.push(3);
    expect(history.canRedo).toBe(false);
    history.undo();
    expect(history.value).toBe(1);
  });

  it('keeps no more than its limit', () => {
    const history = new History(0, () => 0, 3);
    for (let i = 1; i <= 10; i++) history.push(i);
    while (history.canUndo) history.undo();
    expect(history.value).toBe(7);
  });
});

describe('merge', () => {
  const base = [cue(1, 0, 1), cue(2, 1, 2), cue(3, 2, 3), cue(4, 3, 4)];
  const with_ = (place: number, change: Partial<Cue>, from = base) => from.map((c, i) => (i === place ? { ...c, ...change } : c));
  const conflicts = (mine: Cue[], theirs: Cue[]) => merge(base, mine, theirs).filter((i) => i.kind === 'conflict').length;

  it('keeps both sides when they changed different cues', () => {
    const merged = resolve(merge(base, with_(0, { translation: 'mine' }), with_(2, { translation: 'theirs' })), []);
    expect(merged.map((c) => c.translation)).toEqual(['mine', 'hola', 'theirs', 'hola']);
  });

  it('merges different fields of one cue', () => {
    const merged = resolve(merge(base, with_(1, { translation: 'mine' }), with_(1, { end: 1.9 })), []);
    expect(merged[1]).toMatchObject({ translation: 'mine', end: 1.9 });
  });

  it('asks when both changed one field, and takes the answer', () => {
    const items = merge(base, with_(1, { translation: 'mine' }), with_(1, { translation: 'theirs' }));
    expect(items.filter((i) => i.kind === 'conflict')).toHaveLength(1);
    expect(resolve(items, ['mine'])[1]?.translation).toBe('mine');
    expect(resolve(items, ['theirs'])[1]?.translation).toBe('theirs');
  });

  it('asks nothing when both did the same', () => expect(conflicts(with_(1, { translation: 'same' }), with_(1, { translation: 'same' }))).toBe(0));

  it('keeps insertions of both, numbers anew, and moves no change to another cue', () => {
    const mine = renumber([...with_(3, { translation: 'mine' }).slice(0, 1), cue(0, 0.9, 1, 'new mine'), ...with_(3, { translation: 'mine' }).slice(1)]);
    const theirs = renumber([...base, cue(0, 9, 10, 'new theirs')]);
    const merged = resolve(merge(base, mine, theirs), []);
    expect(merged.map((c) => c.translation)).toEqual(['hola', 'new mine', 'hola', 'hola', 'mine', 'new theirs']);
    expect(merged.map((c) => c.index)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('drops what one side deleted and the other left alone', () => {
    const merged = resolve(merge(base, base.filter((_, i) => i !== 1), base), []);
    expect(merged.map((c) => c.text)).toEqual(['line 1', 'line 3', 'line 4']);
  });

  it('asks when one side deleted what the other changed', () => {
    const items = merge(base, renumber(base.filter((_, i) => i !== 1)), with_(1, { translation: 'theirs' }));
    expect(items.filter((i) => i.kind === 'conflict')).toHaveLength(1);
    expect(resolve(items, ['mine'])).toHaveLength(3);
    expect(resolve(items, ['theirs'])[1]?.translation).toBe('theirs');
  });

  it('is the identity when nothing changed, and symmetric in what needs no choice', () => {
    expect(sameCues(resolve(merge(base, base, base), []), base)).toBe(true);
    const mine = with_(0, { translation: 'm' });
    const theirs = with_(3, { start: 3.2 });
    expect(resolve(merge(base, mine, theirs), [])).toEqual(resolve(merge(base, theirs, mine), []));
  });

  it('merges three thousand cues quickly', () => {
    const long = Array.from({ length: 3000 }, (_, i) => cue(i + 1, i, i + 1, `t${i}`));
    const mine = long.map((c, i) => (i === 5 ? { ...c, translation: 'mine' } : c));
    const theirs = long.map((c, i) => (i === 2990 ? { ...c, translation: 'theirs' } : c));
    const merged = resolve(merge(long, mine, theirs), []);
    expect([merged[5]?.translation, merged[2990]?.translation]).toEqual(['mine', 'theirs']);
  });
});
