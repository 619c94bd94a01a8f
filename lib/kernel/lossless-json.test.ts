import { describe, expect, it } from 'vitest';
import { parseLosslessJson } from './lossless-json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('numbers keep every digit they were written with', () => {
  it.each([
    ['1234567890123456789'],
    ['-0'],
    ['12.50'],
    ['1e3'],
    ['0.10000000000000000001'],
    ['9007199254740993'],
  ])('%s', (text) => {
    expect(parseLosslessJson(`{"a":[${text}]}`)).toEqual({ a: [text] });
  });
});

it('leaves everything else as it is', () => {
  expect(parseLosslessJson('{"a":"1","b":true,"c":null,"d":{},"e":[]}')).toEqual({
    a: '1',
    b: true,
    c: null,
    d: {},
    e: [],
  });
});

describe('odd documents are harmless', () => {
  it('skips a byte order mark', () => {
    expect(parseLosslessJson(bytes('\uFEFF{"a":1}'))).toEqual({ a: '1' });
    expect(parseLosslessJson('\uFEFF1')).toBe('1');
  });

  it('takes the last of a name written twice', () => {
    expect(parseLosslessJson('{"a":1,"a":2}')).toEqual({ a: '2' });
  });

  it('makes __proto__ a name and no prototype', () => {
    const read = parseLosslessJson('{"__proto__":{"isAdmin":true}}');
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(read).not.toHaveProperty('isAdmin');
  });

  it.each([
    ['nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['nested 100,000 deep and cut', '{"a":'.repeat(100_000)],
    ['empty', ''],
    ['half', '{"a":[1,2'],
    ['a page', '<!doctype html>'],
    ['NaN', '{"a":NaN}'],
    ['a bare NUL', '{"a":"\u0000"}'],
    ['two documents', '{} {}'],
  ])('refuses what is %s with a SyntaxError that quotes nothing', (_name, text) => {
    expect(() => parseLosslessJson(bytes(text))).toThrow(SyntaxError);
    try {
      parseLosslessJson(text);
    } catch (error) {
      expect(String(error)).toMatch(/^SyntaxError: (not JSON|JSON nested too deeply)$/);
    }
  });

  it('counts no bracket inside of a string', () => {
    const text = `"${'[\\"'.repeat(1000)}"`;
    expect(parseLosslessJson(text)).toBe('["'.repeat(1000));
  });
});
