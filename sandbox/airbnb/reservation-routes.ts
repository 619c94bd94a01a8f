import { Hono } from 'hono';
import { z } from 'zod';
import { parseNight } from '#lib/kernel/nights.ts';
import { type ApiEnv, accountOf, listingOf, page, readJson } from './calls.ts';
import { setStatus } from './guests.ts';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import { reservationOut } from './wire.ts';
import type { Account, Reservation } from './world.ts';

const AnswerSchema = z.object({ attempt_action: z.enum(['accept', 'deny']) });

/** Reservations: listed by listing and start, fetched by code, requests answered. */
export function reservationRoutes(host: AirbnbHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  const write = (one: Reservation) => reservationOut(host.settings, host.store.listing(one.listingId), one);
  routes.get('/reservations', (c) => {
    const account = accountOf(host, c);
    const listingId = c.req.query('listing_id');
    if (listingId) listingOf(host, account, listingId);
    const start = c.req.query('start_date') || null;
    if (start && !parseNight(start)) throw new ApiError(400, 'invalid_request', 'start_date is not a date.');
    const all = host.store.state.reservations
      .filter((one) => one.accountId === account.id && !one.hidden)
      .filter((one) => !listingId || one.listingId === listingId)
      .filter((one) => c.req.query('all_status') === 'true' || one.status === 'accept')
      .filter((one) => !start || isFrom(host, one, start))
      .sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return Response.json({
      reservations: page(c, all).map(write),
      metadata: { record_count: all.length },
    });
  });
  routes.get('/reservations/:code', (c) => {
    const found = reservationOf(host, accountOf(host, c), c.req.param('code'));
    return Response.json({ reservation: write(found), metadata: {} });
  });
  routes.put('/reservations/:code', async (c) => {
    const found = reservationOf(host, accountOf(host, c), c.req.param('code'));
    const { attempt_action: action } = await readJson(c, AnswerSchema);
    if (found.status !== 'pending') {
      throw new ApiError(400, 'invalid_request', `${found.code} is ${found.status}: nothing to answer.`);
    }
    if (c.env.fault?.kind === 'silent_non_application') {
      return Response.json({ reservation: { ...write(found), status_type: action }, metadata: {} });
    }
    return Response.json({ reservation: write(setStatus(host, found.code, action)), metadata: {} });
  });
  return routes;
}

function isFrom(host: AirbnbHost, reservation: Reservation, start: string): boolean {
  return host.settings.startDate === 'ends_after'
    ? reservation.checkOut > start
    : reservation.checkIn >= start;
}

function reservationOf(host: AirbnbHost, account: Account, code: string): Reservation {
  const found = host.store.findReservation(code);
  if (found && !found.hidden && found.accountId === account.id) return found;
  throw new ApiError(404, 'record_not_found', `There is no reservation ${code}.`);
}

const key = (one: Reservation) => `${one.checkIn} ${one.code}`;
