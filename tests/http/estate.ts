import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';
import { openPool } from '#db/client.ts';
import { inboundMessages } from '#db/schema/calendars.ts';
import { deliveries, foundClosures } from '#db/schema/push.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night as kernelNight } from '#lib/kernel/nights.ts';
import { consent, makeConnection } from '#scripts/seed-demo/channels.ts';
import { Client } from '#scripts/seed-demo/client.ts';
import { atAirbnb, newHost } from '#tests/support/at-airbnb.ts';
import { newAvitoHost } from '#tests/support/at-avito.ts';
import type { Team } from './team.ts';

/** One thing of every kind that has an id. */
export type Estate = Readonly<
  Record<
    | 'property'
    | 'unit'
    | 'reservation'
    | 'block'
    | 'calendar'
    | 'subscriber'
    | 'conflict'
    | 'run'
    | 'key'
    | 'invitation'
    | 'member'
    | 'session'
    | 'organization'
    | 'stay'
    | 'connection'
    | 'listing'
    | 'waiting'
    | 'foundClosure'
    | 'delivery'
    | 'message'
    | 'flow'
    | 'link'
    | 'item'
    | 'avitoAccount'
    | 'turnoverLink',
    string
  >
>;

/** That many nights from today, as text. */
export function night(days: number): string {
  return Temporal.Now.plainDateISO().add({ days }).toString();
}

/** A property with all that can stand on it, a calendar that clashes included. */
export async function newEstate(team: Team): Promise<Estate> {
  const { owner } = team.as;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
  const post = async (path: string, body: object, send = owner): Promise<any> => {
    const answer = await send(path, { method: 'POST', body });
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const property = await post('/api/properties', {
    name: 'House',
    timezone: 'Europe/Paris',
    currency: 'EUR',
  });
  const unit = property.units[0].id;
  const nights = { checkIn: night(100), checkOut: night(104) };
  const reservation = await post('/api/reservations', { unitId: unit, ...nights, guest: { name: 'Ann' } });
  const block = await post('/api/blocks', { unitId: unit, from: night(160), to: night(162) });
  const calendar = await post(`/api/calendar/${unit}/external`, {
    name: 'Booked',
    icalUrl: await clashingFeed(),
  });
  const run = await post(`/api/calendar/${unit}/external/${calendar.id}/sync`, {});
  const subscriber = await post(`/api/calendar/${unit}/subscribers`, { name: 'Site' });
  const conflicts = await owner('/api/conflicts');
  const key = await post('/api/keys', { name: 'Spare', role: 'viewer' });
  const turnoverLink = await post('/api/turnovers', { name: 'Cleaner', days: 7 });
  const invitation = await post('/api/invitations', { email: 'new@example.com', role: 'viewer' });
  const channel = await connectedAccount(team);
  const organization = (await owner('/api/organization')).body.id;
  const first = async (path: string, send = owner) => (await send(path)).body.items[0].id;
  return {
    property: property.id,
    unit,
    reservation: reservation.id,
    stay: reservation.stays[0].id,
    block: block.id,
    calendar: calendar.id,
    subscriber: subscriber.id,
    conflict: conflicts.body.items[0].id,
    run: run.id,
    key: key.id,
    turnoverLink: turnoverLink.id,
    invitation: invitation.id,
    member: await first('/api/members'),
    session: await first('/api/sessions', team.browser),
    organization,
    ...channel,
    ...(await stepsAtAvito(team, post, unit)),
    ...(await written(team.databaseUrl, organization, channel.connection, unit)),
  };
}

/** An account of its own at the sandbox's Airbnb, connected, with one listing that nobody mapped and a booking of it. */
async function connectedAccount(team: Team): Promise<Pick<Estate, 'connection' | 'listing' | 'waiting'>> {
  const account = await newHost();
  const listing = await atAirbnb('listing', { account: account.id, name: 'House' });
  await atAirbnb('book', {
    listing: listing.id,
    checkIn: night(40),
    checkOut: night(43),
    guest: 'Ann Waiting',
    skipGate: true,
  });
  const client = new Client(team.appUrl);
  await client.signIn(team.email, team.password);
  await makeConnection(client, { provider: 'airbnb', account: account.id, mappings: [] });
  const { owner } = team.as;
  const found = (await owner('/api/integrations/airbnb/listings')).body.items[0];
  const waiting = (await owner('/api/waiting')).body.items[0];
  return { connection: found.connectionId, listing: found.id, waiting: waiting.id };
}

const Begun = z.object({ flow: z.string(), authorizeUrl: z.url() });

/** One advert connected to a unit of its own, and the way to another one begun: its account is known, the advert not yet. */
async function stepsAtAvito(
  team: Team,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
  post: (path: string, body: object) => Promise<any>,
  unitId: string,
): Promise<Pick<Estate, 'flow' | 'link' | 'item' | 'avitoAccount'>> {
  const host = await newAvitoHost('Linked', 'Wanted');
  const [linked, wanted] = host.items.map((one) => one.id);
  const client = new Client(team.appUrl);
  await client.signIn(team.email, team.password);
  const base = '/api/integrations/avito';
  const begin = async (unit: string) => {
    const { flow, authorizeUrl } = await client.post(Begun, `${base}/connect`, { unitId: unit });
    await consent(client, { provider: 'avito', account: host.id }, authorizeUrl);
    return flow;
  };
  const house = { name: 'Linked', timezone: 'Europe/Moscow', currency: 'RUB' };
  const property = await post('/api/properties', house);
  const chosen = { flow: await begin(property.units[0].id), accountId: host.id, itemId: linked };
  await client.post(z.unknown(), `${base}/validate-item`, chosen);
  const { id } = await client.post(z.object({ id: z.string() }), `${base}/finish`, { ...chosen, markup: 15 });
  return { flow: await begin(unitId), link: id, item: wanted ?? '', avitoAccount: host.id };
}

/** Nights that the account keeps closed, and a call that told it something: written, for no request makes them. */
async function written(
  databaseUrl: string,
  orgId: string,
  connectionId: string,
  unitId: string,
): Promise<Pick<Estate, 'foundClosure' | 'delivery' | 'message'>> {
  const pool = openPool(databaseUrl, { max: 1, name: 'latchkey tests' });
  const [foundClosure, delivery, message] = [newId('foundClosure'), newId('delivery'), newId('message')];
  const [checkIn, checkOut] = [kernelNight(night(300)), kernelNight(night(303))];
  const at = Temporal.Now.instant();
  const of = { orgId, connectionId };
  await pool.db
    .insert(foundClosures)
    .values({ ...of, id: foundClosure, unitId, checkIn, checkOut, reason: 'closed_there', foundAt: at });
  await pool.db
    .insert(deliveries)
    .values({ ...of, id: delivery, kind: 'calendar', startedAt: at, request: new Uint8Array(), records: [] });
  await pool.db.insert(inboundMessages).values({
    id: message,
    orgId,
    sourceKind: 'webhook',
    sourceId: connectionId,
    receivedAt: at,
    lastSeenAt: at,
    contentHash: 'x',
    body: new TextEncoder().encode('{"action":"nothing"}'),
  });
  await pool.close();
  return { foundClosure, delivery, message };
}

/** A calendar at the sandbox that says nothing we know of; what stands on these nights clashes with it. */
async function clashingFeed(): Promise<string> {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//EN',
    'BEGIN:VEVENT',
    'UID:one@test',
    'DTSTAMP:20300101T000000Z',
    `DTSTART;VALUE=DATE:${night(102).replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${night(106).replaceAll('-', '')}`,
    'SUMMARY:Reserved',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return hostFeed(lines.join('\r\n'));
}

/** Puts a calendar on the sandbox's host. @returns its link */
export async function hostFeed(body: string, name = `t${randomBytes(6).toString('hex')}`): Promise<string> {
  const { sandboxUrl } = inject('world');
  const answer = await fetch(`${sandboxUrl}/control/ical/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ body, headers: { 'content-type': 'text/calendar; charset=utf-8' } }),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  return `${sandboxUrl}/ical/${name}.ics`;
}
