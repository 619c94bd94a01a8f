import { expect, it } from 'vitest';
import { shortName } from './use-bar-words.ts';

it.each([
  ['Marta Lindqvist', 'Marta Lindqvist'],
  ['Camille de la Fontaine-Moreau', 'Camille F.'],
  ['Пётр Александрович Константинопольский', 'Пётр К.'],
  ['Wolfeschlegelsteinhausen', 'Wolfeschlegelsteinhausen'],
  ['  Ann   Bo ', '  Ann   Bo '],
])('keeps the start of %j', (full, short) => {
  expect(shortName(full)).toBe(short);
});
