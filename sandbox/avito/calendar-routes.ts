import { Hono } from 'hono';
import { z } from 'zod';
import { addNights, type NightRange, NightSchema, nightsOf, overlaps } from '#lib/kernel/nights.ts';
import { type ApiEnv, accountAt, accountOf, checked, itemOf, readJson, refuseOverlap } from './calls.ts';
import { type AvitoHost, today } from './host.ts';
import { ApiError } from './problems.ts';
import { bookedOn, holders } from './selling.ts';
import { inTheWayOut } from './wire.ts';
import type { Day, Item } from './world.ts';

const SourceSchema = z.string().min(1).max(100);
const ClosingsSchema = z.object({
  source: SourceSchema,
  bookings: z.array(
    z.object({
      date_start: NightSchema,
      date_end: NightSchema,
      type: z.enum(['manual', 'booking']),
      comment: z.string().max(1_000).optional(),
    }),
  ),
});
const IntervalsSchema = z.object({
  item_id: z.int().positive(),
  source: SourceSchema,
  intervals: z.array(
    z.object({ date_start: NightSchema, date_end: NightSchema, open: z.int().positive().max(10_000) }),
  ),
});
const NAMES = { from: 'date_start', to: 'date_end' };

type Closing = { readonly range: NightRange; readonly type: 'manual' | 'booking' };
type Opening = { readonly range: NightRange; readonly open: number };
type Written = ApiEnv['Bindings']['fault'];

/** POST …/bookings of core: what is closed. */
export function closingRoutes(host: AvitoHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.post('/accounts/:user/items/:item/bookings', async (c) => {
    const item = itemOf(host, accountAt(host, c, 'short_term_rent:write'), c.req.param('item'));
    const { bookings } = await readJson(c, ClosingsSchema);
    const closings = bookings.map((one) => ({
      range: checked(host, { checkIn: one.date_start, checkOut: one.date_end }, NAMES),
      type: one.type,
    }));
    refuseOverlap(
      'bookings',
      closings.map((one) => one.range),
    );
    refuseBooked(host, item, closings);
    close(host, item, some(c.env.fault, closings));
    return Response.json({ result: 'success' });
  });
  return routes;
}

/** POST …/intervals: what is open, and that nothing else is. */
export function intervalRoutes(host: AvitoHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.post('/items/intervals', async (c) => {
    const account = accountOf(host, c, 'short_term_rent:write');
    const { item_id, intervals } = await readJson(c, IntervalsSchema);
    const item = itemOf(host, account, String(item_id));
    const openings = intervals.map((one) => ({
      range: checked(host, { checkIn: one.date_start, checkOut: one.date_end }, NAMES),
      open: one.open,
    }));
    refuseOverlap(
      'intervals',
      openings.map((one) => one.range),
    );
    open(host, item, some(c.env.fault, openings));
    return Response.json({ result: 'success' });
  });
  return routes;
}

/** What of a list is applied: null, as a fault wants it, nothing at all. */
export function some<T>(fault: Written, list: readonly T[]): readonly T[] | null {
  if (fault?.kind === 'silent_non_application') return null;
  return fault?.kind === 'partial_acceptance' ? list.slice(0, Math.floor(list.length / 2)) : list;
}

/** All or nothing: one paid booking in the way of one interval refuses them all. */
function refuseBooked(host: AvitoHost, item: Item, closings: readonly Closing[]): void {
  const paid = holders(host, item.id).filter((one) => one.paid);
  const conflicts = closings
    .map(({ range }) => ({ range, bookings: paid.filter((one) => overlaps(one, range)) }))
    .filter((one) => one.bookings.length > 0)
    .map(({ range, bookings }) => ({
      interval: { date_start: range.checkIn, date_end: range.checkOut },
      bookings: bookings.map(inTheWayOut),
    }));
  if (conflicts.length === 0) return;
  const told = host.settings.conflicts === 'told' ? { conflicts } : {};
  throw new ApiError(409, 'Есть оплаченные бронирования на эти даты', told);
}

function close(host: AvitoHost, item: Item, closings: readonly Closing[] | null): void {
  if (!closings) return;
  const toldAt = host.clock.now().toString();
  if (host.settings.closeDates === 'replace') {
    for (const [night, day] of Object.entries(host.store.state.days[item.id] ?? {})) {
      if (day.closed && night >= today(host)) Object.assign(day, { closed: null, toldAt });
    }
  }
  for (const { range, type } of closings) {
    for (const night of nightsOf(range)) {
      const day = host.store.day(item.id, night);
      day.closed = type;
      day.toldAt = toldAt;
    }
  }
}

/** The whole year ahead becomes what the list says; bookings stay. */
function open(host: AvitoHost, item: Item, openings: readonly Opening[] | null): void {
  if (!openings) return;
  const toldAt = host.clock.now().toString();
  const taken = holders(host, item.id);
  const said = new Map(openings.flatMap((one) => [...nightsOf(one.range)].map((night) => [night, one.open])));
  const first = today(host);
  const year = nightsOf({ checkIn: first, checkOut: addNights(first, host.settings.horizonNights) });
  for (const night of new Set([...year, ...said.keys()])) {
    const day = host.store.day(item.id, night);
    const quota = said.get(night) ?? 0;
    const change: Partial<Day> = {
      open: quota,
      bookedThen: bookedOn(taken, night).length,
      closed: null,
      toldAt,
    };
    if (quota > 0 && host.settings.handClosed === 'lifted') change.closedByHand = false;
    Object.assign(day, change);
  }
}
