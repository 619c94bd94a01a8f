import { describe, expect, it } from 'vitest';
import { readKept } from './kept.ts';

const DRAFT = {
  lst_1: { unitIds: ['unt_1', 'unt_2'], ratePlanId: null, markupBp: 1500 },
  lst_2: { unitIds: [] },
};

describe('a mapping that was left half done', () => {
  it('comes back as it was', () => {
    expect(readKept(JSON.stringify({ draft: DRAFT, step: 'preview' }))).toEqual({
      draft: DRAFT,
      step: 'preview',
    });
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another step', JSON.stringify({ draft: {}, step: 'done' })],
    ['no draft', JSON.stringify({ step: 'choose' })],
    ['a choice without units', JSON.stringify({ draft: { lst_1: {} }, step: 'choose' })],
    ['a unit that is no text', JSON.stringify({ draft: { lst_1: { unitIds: [1] } }, step: 'choose' })],
    [
      'a markup of half a step',
      JSON.stringify({ draft: { lst_1: { unitIds: [], markupBp: 0.5 } }, step: 'choose' }),
    ],
    [
      'a price plan that is no text',
      JSON.stringify({ draft: { lst_1: { unitIds: [], ratePlanId: 3 } }, step: 'choose' }),
    ],
  ])('starts over from %s', (_name, text) => {
    expect(readKept(text)).toBeNull();
  });
});
