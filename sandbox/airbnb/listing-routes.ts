import { Hono } from 'hono';
import { z } from 'zod';
import { type ApiEnv, accountOf, listingOf, page, readJson } from './calls.ts';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import { listingOut, userOut } from './wire.ts';
import { type Listing, SYNC_CATEGORIES } from './world.ts';

const ChangeSchema = z.object({
  name: z.string().min(1).max(200).optional(),
  synchronization_category: z.enum(SYNC_CATEGORIES).nullable().optional(),
  has_availability: z.boolean().optional(),
});

/** The host, its listings, and what is set for each of them. */
export function listingRoutes(host: AirbnbHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.get('/users/me', (c) =>
    Response.json({ user: userOut(host.settings, accountOf(host, c)), metadata: {} }),
  );
  routes.get('/listings', (c) => {
    const account = accountOf(host, c);
    const userId = c.req.query('user_id');
    if (userId && userId !== account.id) throw new ApiError(403, 'forbidden', 'That is another host.');
    const all = host.store
      .listingsOf(account.id)
      .filter((one) => c.req.query('has_availability') !== 'true' || one.hasAvailability)
      .filter((one) => c.req.query('exclude_active') !== 'true' || !one.hasAvailability);
    const items = page(c, all).map((one) => listingOut(host.settings, one));
    return Response.json({
      listings: items,
      metadata: { record_count: all.length, listing_count: all.length },
    });
  });
  routes.get('/listings/:id', (c) => {
    const listing = listingOf(host, accountOf(host, c), c.req.param('id'));
    return Response.json({ listing: listingOut(host.settings, listing), metadata: {} });
  });
  routes.put('/listings/:id', async (c) => {
    const listing = listingOf(host, accountOf(host, c), c.req.param('id'));
    const change = await readJson(c, ChangeSchema);
    const changed: Listing = {
      ...listing,
      name: change.name ?? listing.name,
      hasAvailability: change.has_availability ?? listing.hasAvailability,
      category:
        change.synchronization_category === undefined ? listing.category : change.synchronization_category,
    };
    if (c.env.fault?.kind !== 'silent_non_application') Object.assign(listing, changed);
    return Response.json({ listing: listingOut(host.settings, changed), metadata: {} });
  });
  for (const [path, key, read] of SUB_RESOURCES) {
    routes.get(`/${path}/:id`, (c) => {
      const listing = listingOf(host, accountOf(host, c), c.req.param('id'));
      return Response.json({ [key]: read(listing), metadata: {} });
    });
  }
  return routes;
}

const SUB_RESOURCES: readonly [string, string, (listing: Listing) => object][] = [
  [
    'booking_settings',
    'booking_setting',
    (listing) => ({
      check_in_time_start: listing.checkInTime,
      check_out_time: listing.checkOutTime,
      instant_booking_allowed_category: listing.instantBook ? 'everyone' : 'off',
      cancellation_policy_settings: { cancellation_policy_category: 'moderate' },
    }),
  ],
  [
    'pricing_settings',
    'pricing_setting',
    (listing) => ({
      listing_currency: listing.currency,
      default_daily_price: listing.pricing.dailyPrice,
      weekend_price: listing.pricing.weekendPrice,
      cleaning_fee: listing.pricing.cleaningFee,
      security_deposit: null,
      guests_included: listing.personCapacity,
      price_per_extra_person: null,
      weekly_price_factor: 1,
      monthly_price_factor: 1,
      standard_fees: [],
    }),
  ],
  [
    'availability_rules',
    'availability_rule',
    ({ rules }) => ({
      default_min_nights: rules.minNights,
      default_max_nights: rules.maxNights,
      booking_lead_time: { hours: rules.leadHours, allow_request_to_book: 0 },
      max_days_notice: { days: rules.maxDaysNotice },
      turnover_days: { days: rules.turnoverDays },
      day_of_week_check_in: [],
      day_of_week_check_out: [],
      day_of_week_min_nights: [],
      seasonal_min_nights: [],
    }),
  ],
];
