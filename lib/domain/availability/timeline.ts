import { intersection, type Night, type NightRange } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { relatedUnits } from '../properties/rules.ts';
import { preparations, withPreparation } from './rules.ts';
import type { Bar, Timeline } from './schemas.ts';
import { preparationNightsIn, readWindow, type Window } from './window.ts';

/**
 * What the timeline draws: per unit the bars of everything that takes its nights in [from, to), also where it stands
 * on the whole house or on a part. Bars are not cut at the window's edges. Seven queries in two round trips of waiting
 * for any number of units.
 */
export async function readTimeline(
  ctx: Ctx,
  asked: { readonly from: Night; readonly to: Night; readonly propertyIds?: readonly string[] | undefined },
): Promise<Timeline> {
  const window = await readWindow(ctx, asked);
  const draw = drawer(window);
  const properties = Map.groupBy(window.units, (row) => row.property.id);
  return {
    properties: [...properties.values()].flatMap(([first, ...rest]) =>
      first
        ? {
            id: first.property.id,
            name: first.property.name,
            timezone: first.property.timezone,
            units: [first, ...rest].map((row) => draw(row)),
          }
        : [],
    ),
  };
}

type UnitRow = Window['units'][number];

/** Rows are grouped by unit once, so that a thousand units cost no more than their bars. */
function drawer(window: Window): (row: UnitRow) => Timeline['properties'][number]['units'][number] {
  const clashing = new Set(window.conflicts.flatMap((one) => [one.claimA, one.claimB]));
  const bars = {
    stays: Map.groupBy(window.stays, (row) => row.stay.unitId),
    blocks: Map.groupBy(window.blocks, (block) => block.unitId),
    closures: Map.groupBy(window.closures, (row) => row.calendar.unitId ?? row.calendar.propertyId),
    found: Map.groupBy(window.foundClosures, (one) => one.unitId),
    conflicts: Map.groupBy(window.conflicts, (one) => one.unitId),
  };
  const nightsOfUnit = preparationNightsIn(window);
  return ({ unit, property }) => {
    const related = relatedUnits(unit.id, window.parts);
    const on = <T>(groups: Map<string | null, T[]>) => related.flatMap((id) => groups.get(id) ?? []);
    const stays = on(bars.stays);
    const closures = [...on(bars.closures), ...(bars.closures.get(property.id) ?? [])];
    const kept = preparations(
      withPreparation(
        stays.map((row) => row.stay),
        unit.id,
        nightsOfUnit,
      ),
    );
    const drawn = [
      ...stays.map((row) => stayBar(row, clashing)),
      ...on(bars.blocks).map(blockBar),
      ...closures.map((row) => closureBar(row, clashing)),
      ...on(bars.found).map(foundBar),
      ...kept.map((range) => preparationBar(range, unit.id)),
    ];
    return {
      id: unit.id,
      name: unit.name,
      parts: window.parts.filter((part) => part.compositeId === unit.id).map((part) => part.partId),
      bars: drawn
        .filter((bar) => intersection(bar, { checkIn: window.from, checkOut: window.to }))
        .sort(byNight),
      openConflicts: bars.conflicts.get(unit.id)?.length ?? 0,
    };
  };
}

function byNight(a: Bar, b: Bar): number {
  return a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : a.id < b.id ? -1 : 1;
}

const PLAIN = {
  channel: null,
  reservationId: null,
  inConflict: false,
  parked: false,
  tentative: false,
} as const;

function stayBar(row: Window['stays'][number], clashing: ReadonlySet<string>): Bar {
  const { stay, reservation, source, held } = row;
  return {
    kind: 'stay',
    id: stay.id,
    unitId: stay.unitId,
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    channel: reservation.channel,
    label: reservation.guestName ?? '',
    ...(source ? { source: { calendarId: source.id, name: source.name, color: source.color } } : {}),
    reservationId: reservation.id,
    inConflict: clashing.has(stay.id),
    parked: !held,
    tentative: reservation.status === 'pending',
  };
}

function blockBar(block: Window['blocks'][number]): Bar {
  const { id, unitId, checkIn, checkOut, kind, reason } = block;
  return { ...PLAIN, kind: 'block', blockKind: kind, id, unitId, checkIn, checkOut, label: reason ?? '' };
}

function closureBar(row: Window['closures'][number], clashing: ReadonlySet<string>): Bar {
  const { event, calendar } = row;
  return {
    ...PLAIN,
    kind: 'closure',
    id: event.id,
    unitId: calendar.unitId,
    checkIn: event.checkIn,
    checkOut: event.checkOut,
    label: event.summary,
    source: { calendarId: calendar.id, name: calendar.name, color: calendar.color },
    inConflict: clashing.has(event.id),
    tentative: event.tentative,
  };
}

/** It stands as a closure that names its channel: nobody knows whether a guest is behind it. */
function foundBar(found: Window['foundClosures'][number]): Bar {
  const { id, unitId, checkIn, checkOut, provider, connectionId, account, reason, isKept } = found;
  return {
    ...PLAIN,
    kind: 'closure',
    id,
    unitId,
    checkIn,
    checkOut,
    channel: provider,
    label: '',
    found: { connectionId, account, reason, isKept },
  };
}

function preparationBar(range: NightRange & { readonly id: string }, unitId: string): Bar {
  const { id, checkIn, checkOut } = range;
  return { ...PLAIN, kind: 'preparation', id, unitId, checkIn, checkOut, label: '' };
}
