import { describe, expect, it } from 'vitest';
import { catalogues, pickLocale } from '../src/i18n';
import { jobStates, stages } from '../src/api/types';
import { outputKindValues } from '../src/api/schema';
import { readFileSync } from 'node:fs';

type Node = string | ((...args: never[]) => string) | { [key: string]: Node };

function leaves(node: Node, path = ''): [string, string | ((...args: never[]) => string)][] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, node]];
  return Object.entries(node).flatMap(([key, child]) => leaves(child, path === '' ? key : `${path}.${key}`));
}

const english = leaves(catalogues.en);

describe.each(Object.entries(catalogues))('catalogue %s', (locale, catalogue) => {
  const own = leaves(catalogue);

  it('has exactly the keys of English', () => expect(own.map(([key]) => key).sort()).toEqual(english.map(([key]) => key).sort()));

  it('leaves nothing empty and uses every parameter', () => {
    const kinds = new Map(english);
    for (const [key, words] of own) {
      if (typeof words === 'string') {
        expect(words.trim(), key).not.toBe('');
        continue;
      }
      const count = (kinds.get(key) as (...args: never[]) => string).length;
      const args = Array.from({ length: count }, (_, i) => (i + 1) * 111) as never[];
      const text = words(...args);
      expect(text.trim(), key).not.toBe('');
      if (key !== 'operator.drainingText') for (const arg of args) expect(text, key).toContain(String(arg));
    }
  });

  it('names every state, stage and kind of result', () => {
    for (const kind of outputKindValues) expect(catalogue.outputKind[kind]).toBeTruthy();
    for (const state of jobStates) expect(catalogue.state[state]).toBeTruthy();
    for (const stage of stages) expect(catalogue.stage[stage]).toBeTruthy();
  });

  it('has words for every error code of the service', () => {
    const source = readFileSync(new URL('../../Contract/Problems/ErrorCodes.cs', import.meta.url), 'utf8');
    const codes = [...source.matchAll(/const string \w+ = "([a-z_]+)"/g)].map((m) => m[1] as string);
    expect(codes.length).toBeGreaterThan(30);
    for (const code of codes) expect(Object.keys(catalogue.error), `${locale}: ${code}`).toContain(code);
  });
});

describe('first language', () => {
  it.each([
    [null, ['de-DE', 'zh-CN', 'en'], 'zh'], ['en', ['zh-CN'], 'en'], [null, ['fr'], 'en'], ['xx', ['zh-Hant-TW'], 'zh'], [null, [], 'en'],
  ] as const)('stored %s, preferred %s', (stored, preferred, expected) => expect(pickLocale(stored, preferred)).toBe(expected));
});
