import { plainName, withoutNumber } from './suggest-rules.ts';

type RoomType = { readonly id: string; readonly name: string; readonly quantity: number };
type Named = { readonly id: string; readonly name: string };
type Match = { readonly listingId: string; readonly unitIds: readonly string[] };

/**
 * Which units each room type of a property is, where that can only be one thing: the only room type is the only unit, or
 * all of as many units as are sold; of several each has the units of its name, with or without a number, as many as are
 * sold. Anything else is for a person to say.
 * @param roomTypes those that are not mapped yet
 * @param isOnly whether the property has no other room type, mapped or not
 */
export function matchRoomTypes(
  roomTypes: readonly RoomType[],
  units: readonly Named[],
  isOnly: boolean,
): readonly Match[] | 'choose_unit' | 'choose_room_type' {
  const [only] = roomTypes;
  if (!only) return [];
  if (isOnly) {
    const isAll = units.length === 1 || units.length === only.quantity;
    if (units.length > 0 && isAll) return [{ listingId: only.id, unitIds: units.map((unit) => unit.id) }];
  }
  const matches = roomTypes.map((type) => ({ type, own: unitsNamed(type, units) }));
  const claimed = matches.flatMap(({ own }) => own.map((unit) => unit.id));
  const isClear =
    matches.every(({ type, own }) => own.length > 0 && own.length === type.quantity) &&
    new Set(claimed).size === claimed.length;
  if (isClear)
    return matches.map(({ type, own }) => ({ listingId: type.id, unitIds: own.map((unit) => unit.id) }));
  return roomTypes.length === 1 ? 'choose_unit' : 'choose_room_type';
}

/** By its very name, else by its name with a number. */
function unitsNamed(type: RoomType, units: readonly Named[]): readonly Named[] {
  const name = plainName(type.name);
  const same = units.filter((unit) => plainName(unit.name) === name);
  return same.length > 0 ? same : units.filter((unit) => withoutNumber(unit.name) === name);
}
