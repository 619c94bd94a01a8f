import { describe, expect, it } from 'vitest';
import { isId, newId } from './ids.ts';

describe('an id', () => {
  it('sorts after every id made before it, also within one millisecond', () => {
    const made = Array.from({ length: 5000 }, () => newId('run'));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('is known by its kind', () => {
    const id = newId('unit');
    expect(isId('unit', id)).toBe(true);
    expect(isId('run', id)).toBe(false);
    expect(isId('unit', `${id}x`)).toBe(false);
  });
});
