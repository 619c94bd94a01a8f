import { Hono } from 'hono';
import { z } from 'zod';
import {
  addNights,
  type Night,
  type NightRange,
  nightsBetween,
  nightsOf,
  parseNight,
} from '#lib/kernel/nights.ts';
import { type ApiEnv, accountOf, listingOf, readJson } from './calls.ts';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import { offers } from './selling.ts';
import { dayOut, idOut } from './wire.ts';
import type { Listing } from './world.ts';

const NIGHTS_MOST = 1_200;

const DayChangeSchema = z.strictObject({
  availability: z.enum(['available', 'unavailable', 'default']).optional(),
  daily_price: z.int().min(10).max(25_000).optional(),
  min_nights: z.int().min(1).max(1125).optional(),
  max_nights: z.int().min(1).max(1125).optional(),
  closed_to_arrival: z.boolean().optional(),
  closed_to_departure: z.boolean().optional(),
  notes: z.string().max(1000).nullable().optional(),
});
type DayChange = z.infer<typeof DayChangeSchema>;

const OperationsSchema = z.strictObject({
  listing_id: z.union([z.string(), z.int()]).transform(String),
  operations: z
    .array(DayChangeSchema.extend({ dates: z.array(z.string()).min(1) }))
    .min(1)
    .max(500),
});

/** What each night would be sold at: read by range, written by range or in bulk. */
export function calendarRoutes(host: AirbnbHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  const rangeOf = (start: string, end: string) => {
    const [from, to] = [readNight(start), readNight(end)];
    return bounded(from, host.settings.calendarEnd === 'inclusive' ? addNights(to, 1) : to);
  };
  routes.get('/calendars/:id/:start/:end', (c) => {
    const listing = listingOf(host, accountOf(host, c), c.req.param('id'));
    return answer(host, listing, rangeOf(c.req.param('start'), c.req.param('end')));
  });
  routes.put('/calendars/:id/:start/:end', async (c) => {
    const listing = listingOf(host, accountOf(host, c), c.req.param('id'));
    const range = rangeOf(c.req.param('start'), c.req.param('end'));
    const change = await readJson(c, DayChangeSchema);
    if (c.env.fault?.kind !== 'silent_non_application') write(host, listing, nightsOf(range), change);
    return answer(host, listing, range);
  });
  routes.post('/calendar_operations', async (c) => {
    const account = accountOf(host, c);
    const { listing_id, operations } = await readJson(c, OperationsSchema);
    const listing = listingOf(host, account, listing_id);
    const read = operations.map(({ dates, ...change }) => ({ nights: dates.flatMap(readDates), change }));
    if (c.req.query('_allow_dates_overlap') !== 'true') refuseOverlap(read.map((one) => one.nights));
    const kind = c.env.fault?.kind;
    const applied =
      kind === 'silent_non_application'
        ? []
        : kind === 'partial_acceptance'
          ? read.slice(0, Math.floor(read.length / 2))
          : read;
    for (const { nights, change } of applied) write(host, listing, nights, change);
    const { operationsAnswer } = host.settings;
    const isHonest = operationsAnswer === 'applied' && kind === 'partial_acceptance';
    const told = isHonest ? operations.slice(0, applied.length) : operations;
    return Response.json({
      calendar_operation: {
        listing_id: idOut(host.settings, listing.id),
        ...(operationsAnswer === 'bare' ? {} : { operations: told }),
      },
      metadata: {},
    });
  });
  return routes;
}

function answer(host: AirbnbHost, listing: Listing, range: NightRange): Response {
  const { store, settings, clock } = host;
  return Response.json({
    calendar: {
      listing_id: idOut(settings, listing.id),
      host_id: idOut(settings, listing.accountId),
      listing_currency: listing.currency,
      start_date: range.checkIn,
      end_date: addNights(range.checkOut, -1),
      days: offers(store.state, listing, range, clock.now()).map(dayOut),
    },
    metadata: {},
  });
}

/** A change says only what it names; the rest of the night stays as it was. */
function write(host: AirbnbHost, listing: Listing, nights: Iterable<Night>, change: DayChange): void {
  const toldAt = host.clock.now().toString();
  for (const night of nights) {
    const day = host.store.day(listing.id, night);
    day.availability = change.availability ?? day.availability;
    day.price = change.daily_price ?? day.price;
    day.minNights = change.min_nights ?? day.minNights;
    day.maxNights = change.max_nights ?? day.maxNights;
    day.closedToArrival = change.closed_to_arrival ?? day.closedToArrival;
    day.closedToDeparture = change.closed_to_departure ?? day.closedToDeparture;
    day.notes = change.notes === undefined ? day.notes : change.notes;
    day.toldAt = toldAt;
  }
}

/** "2027-01-01:2027-01-04" is four nights, its last one included; "2027-01-09" is one. */
function readDates(text: string): Night[] {
  const [from = '', to = from, ...more] = text.split(':');
  if (more.length > 0) throw invalid(`${text} is not a range of dates.`);
  return [...nightsOf(bounded(readNight(from), addNights(readNight(to), 1)))];
}

function bounded(checkIn: Night, checkOut: Night): NightRange {
  if (checkOut <= checkIn) throw invalid('The end is before the start.');
  if (nightsBetween(checkIn, checkOut) > NIGHTS_MOST) throw invalid(`At most ${NIGHTS_MOST} nights at once.`);
  return { checkIn, checkOut };
}

function readNight(text: string): Night {
  const night = parseNight(text);
  if (!night) throw invalid(`${JSON.stringify(text.slice(0, 40))} is not a date.`);
  return night;
}

function refuseOverlap(operations: readonly (readonly Night[])[]): void {
  const seen = new Set<Night>();
  for (const night of operations.flat()) {
    if (seen.has(night)) throw invalid(`${night} stands in two operations.`);
    seen.add(night);
  }
}

function invalid(message: string): ApiError {
  return new ApiError(400, 'invalid_request', message);
}
