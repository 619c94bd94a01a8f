import { Hono } from 'hono';
import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { ControlError, parse, readBody } from '../core/problems.ts';
import { addAccount, changeItem, ItemChangeSchema, NewAccountSchema } from './account-control.ts';
import {
  authorize,
  byAccessToken,
  expireToken,
  liveOf,
  readScopes,
  revoke,
  SCOPES,
} from './authorizations.ts';
import { book, cancel, closeByHand, modify, setStatus } from './guests.ts';
import type { AvitoHost } from './host.ts';
import { settingsFor } from './settings.ts';
import { describe } from './state.ts';
import { bookingOut } from './wire.ts';
import { AvitoFaultSchema, type Booking, SettingsSchema } from './world.ts';

const GuestSchema = z.union([
  z.string().max(200),
  z.object({ name: z.string().max(200) }).transform((one) => one.name),
]);
const WordSchema = z.string().regex(/^[a-z_]{1,40}$/);
const BookSchema = z.strictObject({
  listing: z.string(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  guest: GuestSchema.optional(),
  email: z.string().max(200).optional(),
  phone: z.string().max(40).nullable().optional(),
  guests: z.int().positive().optional(),
  /** active, pending, or a word nobody has heard of. */
  status: WordSchema.optional(),
  total: z.int().nonnegative().optional(),
  force: z.boolean().optional(),
  quantity: z.literal(1).optional(),
});
/** `id` and `code` are the same. */
const Which = { id: z.string().optional(), code: z.string().optional() };
const ModifySchema = z.strictObject({
  ...Which,
  checkIn: NightSchema.optional(),
  checkOut: NightSchema.optional(),
  guests: z.int().positive().optional(),
  total: z.int().nonnegative().optional(),
  force: z.boolean().optional(),
});
const CancelSchema = z.strictObject({ ...Which, by: z.string().optional() });
const StatusSchema = z.strictObject({ ...Which, status: WordSchema });
const RangeSchema = z.strictObject({ listing: z.string(), from: NightSchema, to: NightSchema });
const AuthorizeSchema = z.strictObject({
  account: z.string(),
  scopes: z.array(z.string()).default(Object.keys(SCOPES)),
});
const AccountSchema = z.strictObject({ account: z.string() });
const ExpireSchema = z.strictObject({ account: z.string().optional(), token: z.string().optional() });

/** Everything under /control/avito: what guests and hosts do, and how Avito should misbehave. */
export function avitoControl(host: AvitoHost): Hono {
  const routes = new Hono();
  routes.get('/log', (c) => c.json({ items: host.log.list(c.req.query('name')), nextCursor: null }));
  routes.delete('/log', (c) => {
    host.log.clear();
    return c.json({ items: [] });
  });
  routes.get('/state', (c) => c.json(describe(host, c.req.query())));
  routes.route('/', bookingControl(host));
  routes.route('/', accessControl(host));
  routes.post('/account', async (c) => {
    const { account, items } = addAccount(host, await readBody(c, NewAccountSchema));
    return c.json({ id: account.id, account, items }, 201);
  });
  routes.post('/listing', async (c) => {
    const { made, item } = changeItem(host, await readBody(c, ItemChangeSchema));
    return c.json(item, made ? 201 : 200);
  });
  for (const [path, closed] of [
    ['/close', true],
    ['/open', false],
  ] as const) {
    routes.post(path, async (c) => {
      const { listing, from, to } = await readBody(c, RangeSchema);
      closeByHand(host, host.store.item(listing), { checkIn: from, checkOut: to }, closed);
      return c.json({ listing, from, to, closed });
    });
  }
  routes.post('/fault', async (c) => {
    host.faults.plan(await readBody(c, AvitoFaultSchema));
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
    host.settings = parse(SettingsSchema, { ...host.settings, ...Object.fromEntries(said) });
    return c.json(host.settings);
  });
  routes.delete('/settings', (c) => {
    host.settings = settingsFor(host.app);
    return c.json(host.settings);
  });
  return routes;
}

function bookingControl(host: AvitoHost): Hono {
  const routes = new Hono();
  const write = (one: Booking) => ({ id: one.id, code: one.id, booking: bookingOut(one) });
  routes.post('/book', async (c) => {
    const { quantity, ...wish } = await readBody(c, BookSchema);
    return c.json(write(book(host, wish)), 201);
  });
  routes.post('/modify', async (c) => {
    const { id, code, ...wish } = await readBody(c, ModifySchema);
    return c.json(write(modify(host, which({ id, code }), wish)));
  });
  routes.post('/cancel', async (c) => c.json(write(cancel(host, which(await readBody(c, CancelSchema))))));
  routes.post('/status', async (c) => {
    const { status, ...said } = await readBody(c, StatusSchema);
    return c.json(write(setStatus(host, which(said), status)));
  });
  return routes;
}

function which({ id, code }: { id?: string | undefined; code?: string | undefined }): string {
  const found = id ?? code;
  if (found === undefined) throw new ControlError(400, 'Say which booking: id.');
  return found;
}

function accessControl(host: AvitoHost): Hono {
  const routes = new Hono();
  routes.post('/authorize', async (c) => {
    const { account, scopes } = await readBody(c, AuthorizeSchema);
    const known = readScopes(scopes.join(','));
    if (!known) throw new ControlError(400, 'A scope is unknown.');
    return c.json(authorize(host, host.store.account(account).id, known), 201);
  });
  routes.post('/revoke', async (c) => {
    const { id } = host.store.account((await readBody(c, AccountSchema)).account);
    const live = liveOf(host, id);
    for (const one of live) revoke(host, one);
    return c.json({ revoked: live.length });
  });
  routes.post('/expire-token', async (c) => {
    const { account, token } = await readBody(c, ExpireSchema);
    if (token !== undefined && !byAccessToken(host, token)) throw new ControlError(404, 'No such token.');
    const accounts = account === undefined ? host.store.state.accounts : [host.store.account(account)];
    const tokens =
      token === undefined
        ? accounts
            .flatMap((one) => liveOf(host, one.id))
            .flatMap((one) => one.accessTokens.map((t) => t.token))
        : [token];
    return c.json({ expired: tokens.filter((one) => expireToken(host, one)).length });
  });
  return routes;
}
