import { expect, it } from 'vitest';
import { itemIdOf } from './item-id.ts';

it.each([
  ['8123456789', '8123456789'],
  [' 8 123 456 789 ', '8123456789'],
  ['№ 8123456789', '8123456789'],
  ['https://www.avito.ru/moskva/kvartiry/2-k._kvartira_54m_8123456789', '8123456789'],
  ['avito.ru/sochi/doma_8123456789?utm_source=x&id=77777', '8123456789'],
  ['https://m.avito.ru/sochi/8123456789/#photo', '8123456789'],
])('an id is found in %s', (text, id) => {
  expect(itemIdOf(text)).toBe(id);
});

it.each([
  '',
  '12',
  '123456789012345678901',
  'my flat',
  'https://example.com/8123456789',
  'https://www.avito.ru/moskva/kvartiry',
])('none is made of %j', (text) => {
  expect(itemIdOf(text)).toBeNull();
});
