import { describe, expect, it } from 'vitest';
import { matchRoomTypes } from './group-rules.ts';

/** `types('Double*3', 'Single')`: room types with how many are sold. */
const types = (...told: string[]) =>
  told.map((one) => {
    const [name = '', quantity = '1'] = one.split('*');
    return { id: name, name, quantity: Number(quantity) };
  });
const units = (...names: string[]) => names.map((name) => ({ id: name, name }));

describe('the room types of a property', () => {
  it.each([
    ['nothing left to map', [], ['A'], {}],
    ['the only one is the only unit', ['Suite*4'], ['Anything'], { Suite: ['Anything'] }],
    ['the only one is all the units that are sold', ['Suite*2'], ['A', 'B'], { Suite: ['A', 'B'] }],
    [
      'each has the units of its name, numbered or not',
      ['Double room*2', 'Suite'],
      ['Double Room 1', 'Double room n°2', 'suite'],
      { 'Double room': ['Double Room 1', 'Double room n°2'], Suite: ['suite'] },
    ],
  ])('%s', (_, told, ours, expected) => {
    const found = matchRoomTypes(types(...told), units(...ours), told.length === 1);
    if (typeof found === 'string') throw new Error(found);
    expect(Object.fromEntries(found.map((one) => [one.listingId, one.unitIds]))).toEqual(expected);
  });

  it.each([
    ['the only one is some of many units', ['Suite'], ['A', 'B'], 'choose_unit'],
    ['there is no unit left', ['Suite'], [], 'choose_unit'],
    ['one of them has no unit of its name', ['Suite', 'Double'], ['Suite', 'Cabin'], 'choose_room_type'],
    [
      'fewer units have its name than are sold',
      ['Suite', 'Double*2'],
      ['Suite', 'Double'],
      'choose_room_type',
    ],
    ['two of them have one name', ['Suite', 'suite'], ['Suite'], 'choose_room_type'],
  ])('are for a person to say where %s', (_, told, ours, expected) => {
    expect(matchRoomTypes(types(...told), units(...ours), told.length === 1)).toBe(expected);
  });

  it('that are left once others were mapped go by their names too', () => {
    expect(matchRoomTypes(types('Suite'), units('Cabin'), false)).toBe('choose_unit');
    expect(matchRoomTypes(types('Suite'), units('Suite', 'Cabin'), false)).toEqual([
      { listingId: 'Suite', unitIds: ['Suite'] },
    ]);
  });
});
