import { Hono } from 'hono';
import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { FaultSchema } from '../core/faults.ts';
import { ControlError, readBody } from '../core/problems.ts';
import type { IcalHost } from './answer.ts';
import { type Calendar, DIALECTS } from './calendar.ts';

const RESERVED = new Set(['log', 'state', 'fault', 'book', 'cancel', 'modify']);
const NameSchema = z.string().regex(/^[\w.-]{1,80}$/, 'letters, digits, dot, dash and underscore');

const FixedSchema = z.strictObject({
  body: z.string().default(''),
  /** Instead of body, where the bytes are not UTF-8. */
  bodyBase64: z.base64().optional(),
  status: z.int().min(200).max(599).default(200),
  headers: z.record(z.string(), z.string()).default({}),
  delayMs: z.int().nonnegative().max(600_000).default(0),
});

const RangeSchema = z
  .strictObject({ checkIn: NightSchema, checkOut: NightSchema, guest: z.string().max(200).optional() })
  .refine((range) => range.checkIn < range.checkOut, 'checkOut must be after checkIn');

const BookSchema = RangeSchema.safeExtend({
  as: z.enum(DIALECTS).default('airbnb'),
  kind: z.enum(['reservation', 'block', 'tentative']).default('reservation'),
});
const CancelSchema = z.strictObject({ id: z.string().min(1) });
const ModifySchema = RangeSchema.safeExtend({ id: z.string().min(1) });

const SettingsSchema = z.strictObject({
  etag: z.boolean().optional(),
  windowDays: z.int().positive().max(10_000).optional(),
  inProgress: z.enum(['keeps', 'moves']).optional(),
  language: z.enum(['en', 'fr']).optional(),
  timeZone: z.string().optional(),
});

/** Everything under /control/ical. The guest-like calls answer what the platform would show its guest and host. */
export function icalControl(host: IcalHost): Hono {
  const routes = new Hono();
  routes.get('/log', (c) => c.json({ items: host.log.list(c.req.query('name')), nextCursor: null }));
  routes.get('/state', (c) =>
    c.json({ now: host.clock.now().toString(), calendars: host.store.list().map(describe) }),
  );
  routes.post('/fault', async (c) => {
    host.faults.plan(await readBody(c, FaultSchema));
    return c.json({ faults: host.faults.list() }, 201);
  });
  routes.delete('/fault', (c) => {
    host.faults.clear();
    return c.json({ faults: [] });
  });
  routes.put('/:name', async (c) => {
    const { body, bodyBase64, ...rest } = await readBody(c, FixedSchema);
    const calendar = host.store.ensure(readName(c.req.param('name')), 'airbnb');
    calendar.fixed = { ...rest, bodyBase64: bodyBase64 ?? Buffer.from(body).toString('base64') };
    return c.json(describe(calendar));
  });
  routes.delete('/:name', (c) => {
    const calendar = host.store.get(c.req.param('name'));
    calendar.fixed = null;
    return c.json(describe(calendar));
  });
  routes.post('/:name/book', async (c) => {
    const wanted = await readBody(c, BookSchema);
    const calendar = host.store.ensure(readName(c.req.param('name')), wanted.as);
    const entry = host.store.book(calendar, wanted);
    // Whoever books wants to see it: a fixed answer ends here.
    calendar.fixed = null;
    return c.json(entry, 201);
  });
  routes.post('/:name/cancel', async (c) => {
    const { id } = await readBody(c, CancelSchema);
    return c.json(host.store.cancel(host.store.get(c.req.param('name')), id));
  });
  routes.post('/:name/modify', async (c) => {
    const { id, ...change } = await readBody(c, ModifySchema);
    return c.json(host.store.modify(host.store.get(c.req.param('name')), id, change));
  });
  routes.post('/:name/settings', async (c) => {
    const calendar = host.store.get(c.req.param('name'));
    const change = await readBody(c, SettingsSchema);
    calendar.settings = { ...calendar.settings, ...definedOnly(change) };
    calendar.version += 1;
    return c.json(describe(calendar));
  });
  return routes;
}

function readName(text: string): string {
  if (RESERVED.has(text)) throw new ControlError(400, `"${text}" is a control route, not a calendar.`);
  const read = NameSchema.safeParse(text);
  if (!read.success) throw new ControlError(400, z.prettifyError(read.error));
  return read.data;
}

function describe(calendar: Calendar): Record<string, unknown> {
  const { fixed, entries, ...rest } = calendar;
  return {
    ...rest,
    path: `/ical/${calendar.name}.ics`,
    fixed: fixed && { ...fixed, bodyBase64: undefined },
    entries,
  };
}

function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> }; // keys of T, filtered
}
