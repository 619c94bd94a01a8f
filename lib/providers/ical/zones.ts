import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { MAX_ZONES_PER_FEED } from './limits.ts';
import type { Moment, Wall } from './values.ts';

/*
 * Time zones by name only: a VTIMEZONE is never expanded (one may hold a rule without end), its TZID is mapped to IANA. Wall
 * clocks become instants through Temporal, whose default ("compatible") is what RFC 5545 3.3.5 asks: a time in a gap is read
 * with the offset before it (02:30 becomes 03:30), one that happens twice is its first occurrence. node-ical reads the
 * second, which is why single timed events do not go through it.
 */

export type Zones = {
  /** IANA name for a TZID; the property's zone, with one warning per name, where it is unknown. */
  readonly resolve: (zoneId: string) => string;
  readonly property: string;
};

export function createZones(
  property: string,
  hints: ReadonlyMap<string, string>,
  warn: (zoneId: string) => void,
): Zones {
  const known = new Map<string, string>();
  const resolve = (zoneId: string): string => {
    const before = known.get(zoneId);
    if (before !== undefined) return before;
    const isRead = known.size < MAX_ZONES_PER_FEED;
    const found = isRead ? (ianaOf(zoneId) ?? ianaOf(hints.get(zoneId) ?? '')) : null;
    if (found === null) warn(zoneId);
    const zone = found ?? property;
    if (isRead) known.set(zoneId, zone);
    return zone;
  };
  return { resolve, property };
}

let windowsNames: Map<string, string> | null = null;

/** "001" is the territory CLDR uses for the zone's default city. */
function windowsZone(name: string): string | null {
  windowsNames ??= new Map(
    WINDOWS_TO_IANA_MAP.filter((row) => row.territory === '001').map((row) => [
      row.windowsName.toLowerCase(),
      row.iana[0] ?? 'UTC',
    ]),
  );
  return windowsNames.get(name.toLowerCase()) ?? null;
}

/** Tries the name itself, then as Windows writes it, then what follows a vendor's prefix ("/vendor/2026a/Europe/Berlin"). */
function ianaOf(zoneId: string): string | null {
  const name = zoneId.trim();
  if (name === '' || name.length > 200) return null;
  if (isIana(name)) return name;
  const windows = windowsZone(name);
  if (windows) return windows;
  const parts = name.split('/').filter((part) => part !== '');
  for (const count of [3, 2, 1]) {
    const tail = parts.slice(-count).join('/');
    if (parts.length > count && isIana(tail)) return tail;
  }
  return null;
}

function isIana(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // the only error there is: no such zone
  }
}

/** The zone a moment's wall clock is in; floating time is the property's. */
export function zoneOf(moment: Extract<Moment, { kind: 'time' }>, zones: Zones): string {
  if (moment.utc) return 'UTC';
  return moment.zoneId === null || moment.zoneId === '' ? zones.property : zones.resolve(moment.zoneId);
}

/** A wall clock of one zone as that of another; a time that a gap swallows comes back as the time after it. */
export function moveWall(wall: Wall, from: string, to: string): Wall {
  const there = Temporal.PlainDateTime.from(wall).toZonedDateTime(from);
  const here = from === to ? there : there.withTimeZone(to);
  return here.toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** Days pass on the calendar, seconds on the clock, as RFC 5545 3.3.6 has it. Throws a RangeError beyond what Temporal holds. */
export function addToWall(wall: Wall, zone: string, duration: { days: number; seconds: number }): Wall {
  return Temporal.PlainDateTime.from(wall)
    .toZonedDateTime(zone)
    .add({ days: duration.days, seconds: duration.seconds })
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
}
