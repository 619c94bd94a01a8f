import { describe, expect, it } from 'vitest';
import { leavesOf, refusePart, relatedUnits } from './rules.ts';

const parts = [
  { compositeId: 'house', partId: 'right' },
  { compositeId: 'house', partId: 'left' },
  { compositeId: 'floor', partId: 'left' },
];

describe('the tree of units', () => {
  it('a composite is its parts; anything else is itself', () => {
    expect(leavesOf('house', parts)).toEqual(['left', 'right']);
    expect(leavesOf('left', parts)).toEqual(['left']);
  });

  it.each([
    ['left', ['floor', 'house', 'left']],
    ['right', ['house', 'right']],
    ['house', ['floor', 'house', 'left', 'right']],
    ['floor', ['floor', 'house', 'left']],
    ['shed', ['shed']],
  ])('%s cannot be sold with %s', (unit, related) => {
    expect(relatedUnits(unit, parts).sort()).toEqual(related);
  });

  const unit = (id: string, propertyId = 'p') => ({ id, propertyId });
  it.each([
    ['itself', unit('left'), unit('left'), /itself/],
    ['a unit elsewhere', unit('shed'), unit('house', 'q'), /same property/],
    ['a part', unit('shed'), unit('left'), /one level/],
    ['anything, having parts', unit('house'), unit('shed'), /one level/],
  ])('nothing becomes a part of %s', (_, part, composite, sentence) => {
    expect(refusePart(part, composite, parts)).toMatch(sentence);
  });

  it('a plain unit becomes a part of a plain one or of a composite', () => {
    expect(refusePart(unit('shed'), unit('house'), parts)).toBeNull();
    expect(refusePart(unit('shed'), unit('barn'), parts)).toBeNull();
  });
});
