import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';
import type { Host } from './at-airbnb.ts';

/** What guests and hosts do at the sandbox's Booking.com, by its control API. @returns its answer, unread */
export async function atBooking(
  what: string,
  body?: object,
  method: 'GET' | 'POST' | 'PUT' = body ? 'POST' : 'GET',
): Promise<unknown> {
  const answer = await fetch(`${inject('world').sandboxUrl}/control/booking/${what}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

const Made = z.object({ id: z.string() });
export async function makeAtBooking(what: string, body: object): Promise<string> {
  return Made.parse(await atBooking(what, body)).id;
}

/** A hotel of a host of its own, with one room type: in Paris and in euros, as the journeys make their properties. */
export type Hotel = {
  readonly id: string;
  readonly host: Host;
  readonly room: string;
  readonly rate: string;
};

export const ROOM = 'Double Room';
/** What each night costs there until somebody says otherwise, in cents. */
export const PRICE = 11_000;

/** Nobody else's. Its room type has a rate, and one that follows it. */
export async function newHotel(quantity = 1): Promise<Hotel> {
  const name = `Hotel ${randomBytes(4).toString('hex')}`;
  const account = await makeAtBooking('account', { name });
  const paris = { city: 'Paris', countryCode: 'FR', timeZone: 'Europe/Paris', currency: 'EUR' };
  const id = await makeAtBooking('hotel', { account, name, ...paris });
  const rate = `${id}01`;
  const rates = [
    { id: rate, name: 'Standard Rate', price: PRICE },
    { id: `${id}02`, name: 'Non-refundable', childOf: rate, percent: 90 },
  ];
  const room = await makeAtBooking('room', { hotel: id, name: ROOM, quantity, maxPersons: 2, rates });
  return { id, room, rate, host: { id: account, name } };
}

const Night = z.object({
  night: z.string(),
  roomsToSell: z.int(),
  sells: z.boolean(),
  toldAt: z.string().nullable(),
  rates: z.array(z.object({ rateId: z.string(), price: z.int().nullable() })),
});
const State = z.object({
  hotels: z.tuple([z.object({ rooms: z.tuple([z.object({ nights: z.array(Night) })]) })]),
  unacknowledged: z.array(z.unknown()),
});

/** What Booking.com itself believes of a hotel's one room type, from a night up to and without another. */
export async function stateAtBooking({ id, rate }: Hotel, from: string, to: string) {
  const { hotels, unacknowledged } = State.parse(await atBooking(`state?hotel=${id}&from=${from}&to=${to}`));
  const { nights } = hotels[0].rooms[0];
  return {
    left: nights.map((one) => one.roomsToSell),
    sells: nights.map((one) => one.sells),
    prices: nights.map((one) => one.rates.find((offer) => offer.rateId === rate)?.price ?? null),
    told: nights.filter((one) => one.toldAt !== null).map((one) => one.night),
    unacknowledged: unacknowledged.length,
  };
}
