import { Hono } from 'hono';
import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { readBody } from '../core/problems.ts';
import { authorize, readScopes, revoke, SCOPES } from './authorizations.ts';
import { askAvailable } from './gate.ts';
import { book, cancel, modify, setStatus } from './guests.ts';
import type { AirbnbHost } from './host.ts';
import { addAccount, changeListing, ListingChangeSchema } from './listing-control.ts';
import { ACTIONS, send } from './notifications.ts';
import { describe } from './state.ts';
import { reservationOut } from './wire.ts';
import { AirbnbFaultSchema, type Reservation, SettingsSchema, SIGNINGS } from './world.ts';

const BookSchema = z.strictObject({
  listing: z.string(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  guest: z
    .union([z.string().max(200), z.object({ name: z.string().max(200) }).transform((one) => one.name)])
    .optional(),
  guests: z.int().positive().optional(),
  status: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  skipGate: z.boolean().optional(),
  force: z.boolean().optional(),
  afterGate: z.enum(['accept', 'void', 'hang']).optional(),
  quantity: z.literal(1).optional(),
});
const ModifySchema = z.strictObject({
  code: z.string(),
  checkIn: NightSchema.optional(),
  checkOut: NightSchema.optional(),
  listing: z.string().optional(),
  guests: z.int().positive().optional(),
  by: z.enum(['guest', 'host']).optional(),
  skipGate: z.boolean().optional(),
  force: z.boolean().optional(),
});
const CancelSchema = z.strictObject({
  code: z.string(),
  by: z.enum(['guest', 'host', 'admin']).default('guest'),
});
const StatusSchema = z.strictObject({
  code: z.string(),
  status_type: z.string().regex(/^[a-z_]{1,40}$/),
  notify: z.boolean().default(true),
});
const NotifySchema = z.strictObject({
  /** Any word: the channel may learn new ones. */
  action: z.string().min(1),
  account: z.string().optional(),
  listing: z.string().optional(),
  code: z.string().optional(),
  body: z.record(z.string(), z.unknown()).optional(),
  sign: z.enum(SIGNINGS).optional(),
  id: z.string().optional(),
});
const AccountSchema = z.strictObject({ account: z.string() });
const NewAccountSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[1-9]\d{0,18}$/, 'digits')
    .optional(),
  name: z.string().min(1).max(200),
});
const AuthorizeSchema = z.strictObject({
  account: z.string(),
  scopes: z.array(z.string()).default(Object.keys(SCOPES)),
});

/** Everything under /control/airbnb: what guests, hosts and Airbnb do, and how it should misbehave. */
export function airbnbControl(host: AirbnbHost): Hono {
  const routes = new Hono();
  const write = (one: Reservation) => ({
    id: one.code,
    code: one.code,
    reservation: reservationOut(host.settings, host.store.listing(one.listingId), one),
  });
  routes.get('/log', (c) => c.json({ items: host.log.list(c.req.query('name')), nextCursor: null }));
  routes.delete('/log', (c) => {
    host.log.clear();
    return c.json({ items: [] });
  });
  routes.get('/state', (c) => c.json(describe(host, c.req.query())));
  routes.post('/book', async (c) => {
    const wish = await readBody(c, BookSchema);
    return c.json(write(await book(host, wish)), 201);
  });
  routes.post('/modify', async (c) => {
    const { code, ...wish } = await readBody(c, ModifySchema);
    return c.json(write(await modify(host, code, wish)));
  });
  routes.post('/cancel', async (c) => {
    const { code, by } = await readBody(c, CancelSchema);
    return c.json(write(cancel(host, code, by)));
  });
  routes.post('/status', async (c) => {
    const { code, status_type, notify } = await readBody(c, StatusSchema);
    return c.json(write(setStatus(host, code, status_type, notify)));
  });
  routes.post('/notify', async (c) => {
    const { account, listing: listingKey, code, ...rest } = await readBody(c, NotifySchema);
    const reservation = code === undefined ? undefined : host.store.reservation(code);
    const listing = listingKey === undefined ? undefined : host.store.listing(listingKey);
    const known = reservation?.accountId ?? listing?.accountId ?? host.store.state.accounts[0]?.id ?? '0';
    const accountId = account === undefined ? known : host.store.account(account).id;
    return c.json(send(host, { ...rest, accountId, reservation, listing }), 201);
  });
  routes.get('/actions', (c) => c.json({ items: ACTIONS }));
  routes.post('/deliver', async (c) => {
    await host.webhooks.deliverDue();
    await host.webhooks.settle();
    return c.json({ deliveries: host.store.state.deliveries });
  });
  routes.post('/gate-test', async (c) =>
    c.json({
      outcome: await askAvailable(
        host,
        '0',
        await readBody(c, z.object({ checkIn: NightSchema, checkOut: NightSchema })),
      ),
    }),
  );
  routes.post('/account', async (c) => {
    const account = addAccount(host, await readBody(c, NewAccountSchema));
    return c.json({ id: account.id, account }, 201);
  });
  routes.post('/listing', async (c) => {
    const { made, listing } = changeListing(host, await readBody(c, ListingChangeSchema));
    return c.json(listing, made ? 201 : 200);
  });
  routes.post('/authorize', async (c) => {
    const { account, scopes } = await readBody(c, AuthorizeSchema);
    return c.json(
      authorize(host, host.store.account(account).id, readScopes(scopes.join(',')) ?? scopes),
      201,
    );
  });
  routes.post('/revoke', async (c) => {
    const account = host.store.account((await readBody(c, AccountSchema)).account);
    const live = host.store.state.authorizations.filter(
      (one) => one.accountId === account.id && !one.revokedAt,
    );
    for (const one of live) revoke(host, one);
    if (live.length > 0) send(host, { action: 'authorization_revoked', accountId: account.id });
    return c.json({ revoked: live.length });
  });
  routes.post('/fault', async (c) => {
    host.faults.plan(await readBody(c, AirbnbFaultSchema));
    return c.json({ faults: host.faults.list() }, 201);
  });
  routes.delete('/fault', (c) => {
    host.faults.clear();
    return c.json({ faults: [] });
  });
  routes.get('/settings', (c) => c.json(host.settings));
  routes.put('/settings', async (c) => {
    const change = await readBody(c, SettingsSchema.partial());
    const said = Object.entries(change).filter(([, value]) => value !== undefined);
    host.settings = { ...host.settings, ...Object.fromEntries(said) };
    return c.json(host.settings);
  });
  return routes;
}
