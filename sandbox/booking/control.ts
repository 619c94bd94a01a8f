import { Hono } from 'hono';
import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { ControlError, readBody } from '../core/problems.ts';
import { attach, detach } from './approvals.ts';
import { book, cancel, modify } from './guests.ts';
import type { BookingHost } from './host.ts';
import {
  addAccount,
  CalendarSchema,
  changeHotel,
  changeRoom,
  HotelChangeSchema,
  NewAccountSchema,
  RoomChangeSchema,
  setByHand,
} from './hotel-control.ts';
import { mailLate } from './messages.ts';
import { describe, reservationOut } from './state.ts';
import { revokeToken } from './tokens.ts';
import { BookingFaultSchema, type Hotel, PAYMENTS, SettingsSchema } from './world.ts';

const Guest = z.union([
  z.string().max(200),
  z.object({ name: z.string().max(200) }).transform((one) => one.name),
]);
const RoomWishSchema = z.strictObject({
  roomType: z.string().optional(),
  ratePlan: z.string().optional(),
  checkIn: NightSchema.optional(),
  checkOut: NightSchema.optional(),
  guest: Guest.optional(),
  guests: z.int().positive().optional(),
});
const BookSchema = RoomWishSchema.extend({
  listing: z.string(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  quantity: z.int().min(1).max(30).optional(),
  rooms: z.array(RoomWishSchema).min(1).max(30).optional(),
  payment: z.enum(PAYMENTS).optional(),
  remarks: z.string().max(2_000).optional(),
  total: z.int().nonnegative().optional(),
  hideGuests: z.boolean().optional(),
  force: z.boolean().optional(),
});
const CodeFields = { id: z.string().optional(), code: z.string().optional() };
const ModifySchema = RoomWishSchema.extend({
  ...CodeFields,
  room: z.string().optional(),
  removeRoom: z.string().optional(),
  addRoom: RoomWishSchema.optional(),
  total: z.int().nonnegative().optional(),
  force: z.boolean().optional(),
});
const CancelSchema = z.strictObject(CodeFields);
const MachineSchema = z.strictObject({
  id: z.string().regex(/^\d{1,18}$/),
  name: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
});
/** Hotels by account, or one by one. */
const AttachSchema = z.strictObject({
  account: z.string().optional(),
  hotels: z.array(z.string()).optional(),
  clientId: z.string().optional(),
});

/** Everything under /control/booking: what guests, hosts and Booking.com do, and how it should misbehave. */
export function bookingControl(host: BookingHost): Hono {
  const routes = new Hono();
  // What time has brought about shows before anyone looks.
  routes.use(async (_, next) => {
    mailLate(host);
    await next();
  });
  guestRoutes(host, routes);
  hostRoutes(host, routes);
  routes.get('/log', (c) => c.json({ items: host.log.list(c.req.query('name')), nextCursor: null }));
  routes.delete('/log', (c) => {
    host.log.clear();
    return c.json({ items: [] });
  });
  routes.get('/state', (c) => c.json(describe(host, c.req.query())));
  routes.post('/deliver', async (c) => {
    await host.pushes.deliverDue();
    await host.pushes.settle();
    return c.json({ messages: host.store.state.messages });
  });
  routes.post('/fault', async (c) => {
    host.faults.plan(await readBody(c, BookingFaultSchema));
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

function guestRoutes(host: BookingHost, routes: Hono): void {
  routes.post('/book', async (c) => {
    const made = book(host, await readBody(c, BookSchema));
    return c.json(reservationOut(host, made), 201);
  });
  routes.post('/modify', async (c) => {
    const { id, code, ...wish } = await readBody(c, ModifySchema);
    return c.json(reservationOut(host, modify(host, id ?? code ?? '', wish)));
  });
  routes.post('/cancel', async (c) => {
    const { id, code } = await readBody(c, CancelSchema);
    return c.json(reservationOut(host, cancel(host, id ?? code ?? '')));
  });
}

function hostRoutes(host: BookingHost, routes: Hono): void {
  routes.post('/account', async (c) => {
    const account = addAccount(host, await readBody(c, NewAccountSchema));
    return c.json({ id: account.id, account }, 201);
  });
  routes.post('/hotel', async (c) => {
    const { made, hotel } = changeHotel(host, await readBody(c, HotelChangeSchema));
    return c.json(hotel, made ? 201 : 200);
  });
  routes.post('/room', async (c) => {
    const { made, room } = changeRoom(host, await readBody(c, RoomChangeSchema));
    return c.json(room, made ? 201 : 200);
  });
  routes.post('/calendar', async (c) => c.json(setByHand(host, await readBody(c, CalendarSchema))));
  routes.post('/machine', async (c) => {
    const machine = { ...(await readBody(c, MachineSchema)), providerId: '4417' };
    const { machines } = host.store.state;
    if (machines.some((one) => one.id === machine.id || one.clientId === machine.clientId)) {
      throw new ControlError(409, `Machine account ${machine.id} exists.`);
    }
    machines.push(machine);
    return c.json({ id: machine.id }, 201);
  });
  routes.post('/attach', async (c) => {
    const wish = await readBody(c, AttachSchema);
    const machine = host.store.machineOfClient(wish.clientId ?? host.app.clientId);
    if (!machine) throw new ControlError(404, `There is no client "${wish.clientId}".`);
    const hotels = hotelsIn(host, wish);
    for (const hotel of hotels) attach(host, machine, hotel);
    return c.json({ attached: hotels.map((one) => one.id) }, 201);
  });
  routes.post('/revoke', async (c) => {
    const hotels = hotelsIn(host, await readBody(c, AttachSchema)).filter((one) => one.machineId);
    for (const hotel of hotels) detach(host, hotel);
    return c.json({ revoked: hotels.length });
  });
  routes.delete('/tokens', (c) => {
    const { tokens } = host.store.state;
    for (const token of tokens) revokeToken(host, token);
    return c.json({ revoked: tokens.length });
  });
}

function hotelsIn(host: BookingHost, { account, hotels }: z.infer<typeof AttachSchema>): Hotel[] {
  if (hotels) return hotels.map((key) => host.store.hotel(key));
  if (account === undefined) throw new ControlError(400, 'Name an account, or hotels.');
  return host.store.hotelsOf(host.store.account(account).id);
}
