import { Hono } from 'hono';
import { z } from 'zod';
import { addNights, NightSchema, nightsOf, overlaps } from '#lib/kernel/nights.ts';
import { some } from './calendar-routes.ts';
import { type ApiEnv, accountAt, accountOf, checked, itemOf, readJson } from './calls.ts';
import type { AvitoHost } from './host.ts';
import { invalid } from './problems.ts';
import type { Item } from './world.ts';

const Roubles = z.int().positive().max(10_000_000);
const PricesSchema = z.object({
  prices: z
    .array(
      z.object({
        date_from: NightSchema,
        date_to: NightSchema,
        night_price: Roubles.optional(),
        extra_guest_fee: z.int().nonnegative().optional(),
        minimal_duration: z.int().min(1).max(30).optional(),
      }),
    )
    .min(1),
});
type Price = z.infer<typeof PricesSchema>['prices'][number];

const BaseSchema = z.object({
  night_price: Roubles.optional(),
  minimal_duration: z.int().min(1).max(7).optional(),
  extra_guest_fee: z.int().nonnegative().optional(),
  extra_guest_threshold: z.int().min(1).max(8).optional(),
  discount: z
    .array(z.object({ threshold: z.literal([3, 7, 30]), percent: z.int().min(0).max(100) }))
    .optional(),
  refund: z.object({ days: z.literal([0, 1, 3, 5, 7, 14]) }).optional(),
  instant: z
    .object({
      active: z.boolean(),
      min_days: z.int().min(1).max(5).nullish(),
      max_days: z.int().min(30).max(150).nullish(),
    })
    .optional(),
  fees: z
    .object({
      cleaning: z.object({ amount: z.int().nonnegative() }).optional(),
      pets: z
        .object({
          allowed: z.boolean(),
          amount: z.int().nonnegative().optional(),
          application: z.enum(['by_booking', 'by_night']).optional(),
        })
        .optional(),
    })
    .optional(),
});

/** Prices of nights, by ranges that include their last one, and what holds for every other night. */
export function priceRoutes(host: AvitoHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.post('/accounts/:user/items/:item/prices', async (c) => {
    const item = itemOf(host, accountAt(host, c, 'short_term_rent:write'), c.req.param('item'));
    const { prices } = await readJson(c, PricesSchema);
    const read = prices.map((one, at) => ({ ...one, range: rangeOf(host, one, at) }));
    for (const one of some(c.env.fault, read) ?? []) price(host, item, one);
    return Response.json({ result: 'success' });
  });
  routes.post('/items/:item/base', async (c) => {
    const account = accountOf(host, c, 'short_term_rent:write');
    const item = itemOf(host, account, c.req.param('item'));
    const { night_price, minimal_duration, ...more } = await readJson(c, BaseSchema);
    if (c.env.fault?.kind !== 'silent_non_application') {
      item.base = {
        nightPrice: night_price ?? item.base.nightPrice,
        minimalDuration: minimal_duration ?? item.base.minimalDuration,
        more: { ...item.base.more, ...more },
      };
    }
    return new Response(null, { status: 200 });
  });
  return routes;
}

function rangeOf(host: AvitoHost, one: Price, at: number) {
  if (one.night_price === undefined && host.settings.nightPrice === 'required') {
    throw invalid({ [`prices.${at}.night_price`]: 'обязательное поле' });
  }
  return checked(
    host,
    { checkIn: one.date_from, checkOut: addNights(one.date_to, 1) },
    { from: `prices.${at}.date_from`, to: `prices.${at}.date_to` },
  );
}

function price(host: AvitoHost, item: Item, one: Price & { range: ReturnType<typeof rangeOf> }): void {
  const toldAt = host.clock.now().toString();
  for (const night of nightsOf(one.range)) {
    const day = host.store.day(item.id, night);
    day.price = one.night_price ?? day.price;
    day.minNights = one.minimal_duration ?? day.minNights;
    day.toldAt = toldAt;
  }
  if (!host.settings.overbook) return;
  for (const booking of host.store.bookingsOf(item.id)) {
    if (booking.status !== 'pending' || !overlaps(booking, one.range)) continue;
    booking.status = 'overbook';
    host.store.touch(booking);
  }
}
