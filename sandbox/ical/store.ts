import type { Clock } from '#lib/kernel/clock.ts';
import { type NightRange, overlaps } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import { type Calendar, type Dialect, type Entry, emptyCalendar } from './calendar.ts';
import { digest } from './text.ts';

export type NewEntry = NightRange & {
  readonly kind?: Entry['kind'];
  readonly guest?: string | undefined;
  readonly weekly?: Entry['weekly'];
};

/** The calendars as their platforms keep them. Each change takes the place of what that platform's guests would do. */
export class CalendarStore {
  private readonly clock: Clock;
  private calendars = new Map<string, Calendar>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  list(): Calendar[] {
    return [...this.calendars.values()];
  }

  find(name: string): Calendar | null {
    return this.calendars.get(name) ?? null;
  }

  /** Throws ControlError 404. */
  get(name: string): Calendar {
    const found = this.find(name);
    if (!found) throw new ControlError(404, `There is no calendar "${name}".`);
    return found;
  }

  /** The calendar of that name, made in the dialect where it is new; an existing one keeps its own. */
  ensure(name: string, dialect: Dialect): Calendar {
    const found = this.find(name) ?? emptyCalendar(name, dialect);
    this.calendars.set(name, found);
    return found;
  }

  replaceAll(calendars: readonly Calendar[]): void {
    this.calendars = new Map(calendars.map((calendar) => [calendar.name, structuredClone(calendar)]));
  }

  /** Throws ControlError 409 where the platform itself has already given one of the nights away. */
  book(calendar: Calendar, wanted: NewEntry): Entry {
    const kind = wanted.kind ?? 'reservation';
    if (!wanted.weekly) refuseTaken(calendar, wanted, null);
    calendar.serial += 1;
    const changedAt = this.clock.now().toString();
    const seed = digest(calendar.name, calendar.serial, changedAt);
    const names = NAMING[calendar.dialect](seed, wanted, kind);
    const entry: Entry = {
      ...names,
      kind,
      checkIn: wanted.checkIn,
      checkOut: wanted.checkOut,
      guest: wanted.guest ?? null,
      sequence: 0,
      changedAt,
      weekly: wanted.weekly ?? null,
    };
    calendar.entries.push(entry);
    calendar.entries.sort((a, b) => (a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : 0));
    calendar.version += 1;
    return entry;
  }

  /** Google leaves a cancelled event in the file, marked; elsewhere it is gone. */
  cancel(calendar: Calendar, id: string): Entry {
    const entry = entryOf(calendar, id);
    if (calendar.dialect === 'google') entry.kind = 'cancelled';
    else calendar.entries = calendar.entries.filter((other) => other !== entry);
    return this.touch(calendar, entry);
  }

  /** Keeps the UID, as every platform does for a booking whose dates move. Throws ControlError 404 or 409. */
  modify(calendar: Calendar, id: string, change: NightRange & { guest?: string | undefined }): Entry {
    const entry = entryOf(calendar, id);
    refuseTaken(calendar, change, entry);
    entry.checkIn = change.checkIn;
    entry.checkOut = change.checkOut;
    if (change.guest !== undefined) entry.guest = change.guest;
    return this.touch(calendar, entry);
  }

  private touch(calendar: Calendar, entry: Entry): Entry {
    entry.sequence += 1;
    entry.changedAt = this.clock.now().toString();
    calendar.version += 1;
    return entry;
  }
}

function entryOf(calendar: Calendar, id: string): Entry {
  const found = calendar.entries.find(
    (entry) => (entry.id === id || entry.uid === id) && entry.kind !== 'cancelled',
  );
  if (!found) throw new ControlError(404, `"${calendar.name}" has no entry "${id}".`);
  return found;
}

function refuseTaken(calendar: Calendar, range: NightRange, except: Entry | null): void {
  const taken = calendar.entries.find(
    (entry) => entry !== except && entry.kind !== 'cancelled' && !entry.weekly && overlaps(entry, range),
  );
  if (taken) {
    throw new ControlError(
      409,
      `The platform already holds ${taken.checkIn} to ${taken.checkOut} (${taken.id}).`,
    );
  }
}

type Naming = (seed: string, range: NightRange, kind: Entry['kind']) => { id: string; uid: string };

const NAMING: Record<Dialect, Naming> = {
  airbnb: (seed) => {
    const code = `HM${BigInt(`0x${seed}`).toString(36).toUpperCase().slice(0, 8)}`;
    return { id: code, uid: `1418fb94e984-${seed}@airbnb.com` };
  },
  booking: (seed) => ({ id: seed, uid: `${seed}@booking.com` }),
  vrbo: (seed, range, kind) => {
    const [year, month, day] = range.checkIn.split('-');
    const uuid = seed.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { id: uuid, uid: kind === 'block' ? `${month}${day}${year}-${seed.slice(0, 12)}` : uuid };
  },
  google: (seed) => ({ id: seed.slice(0, 26), uid: `${seed.slice(0, 26)}@google.com` }),
};
