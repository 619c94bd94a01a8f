import { randomBytes } from 'node:crypto';
import { newId } from '#lib/kernel/ids.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { type KeyRing, seal } from '#lib/platform/seal.ts';
import type { Row } from './fill.ts';
import type { PlannedProperty } from './plan.ts';

export type PortfolioWorld = {
  readonly org: string;
  readonly now: Temporal.Instant;
  readonly today: Night;
  /** The app's, where its properties' pages are opened: they show their links. */
  readonly keys: KeyRing | null;
};
export type Estate = {
  readonly rows: [string, Row[]][];
  /** Per property of the plan, the ids of its units in order. */
  readonly unitIds: readonly (readonly string[])[];
  /** The calendar that a unit follows; a whole house follows none. */
  readonly calendarOf: ReadonlyMap<string, string>;
  readonly rates: readonly { unit: string; nightMinor: number }[];
};

/** How many units one room type of the paused channel sells. */
const POOL = 4;
const POOLED_FROM = 12;
const FOR_LATER = 365 * 24;

/** Rows of properties, units, the calendars that they follow, the links that are read, and a channel with pools. */
export function estateRows(world: PortfolioWorld, plan: readonly PlannedProperty[]): Estate {
  const { org, now } = world;
  const at = now.toString();
  const stamps = { created_at: at, updated_at: at };
  const rows = {
    properties: [] as Row[],
    units: [] as Row[],
    unit_parts: [] as Row[],
    connections: [] as Row[],
    listings: [] as Row[],
    mappings: [] as Row[],
    mapping_units: [] as Row[],
    push_states: [] as Row[],
    external_calendars: [] as Row[],
    jobs: [] as Row[],
    subscribers: [] as Row[],
    feed_tokens: [] as Row[],
  };
  const calendarOf = new Map<string, string>();
  const rates: { unit: string; nightMinor: number }[] = [];
  const channel = pausedChannel(world);
  rows.connections.push(channel.row);
  const unitIds = plan.map((property) => {
    const propertyId = newId('property');
    const { name, timezone, currency } = property;
    rows.properties.push({ id: propertyId, org_id: org, name, timezone, currency, ...stamps });
    const ids = property.units.map(() => newId('unit'));
    property.units.forEach((unit, position) => {
      const id = ids[position] ?? '';
      rates.push({ unit: id, nightMinor: property.nightMinor * Math.max(1, unit.parts.length) });
      rows.units.push({
        id,
        org_id: org,
        property_id: propertyId,
        name: unit.name,
        position,
        preparation_nights: unit.preparationNights,
        calendar_changed_at: at,
        ...stamps,
      });
      for (const part of unit.parts)
        rows.unit_parts.push({ org_id: org, composite_id: id, part_id: ids[part] ?? '' });
      if (unit.parts.length > 0) return;
      const calendar = followed(world, propertyId, id);
      calendarOf.set(id, calendar.id);
      rows.external_calendars.push(calendar.row);
      rows.jobs.push(calendar.job);
      // Some units have nobody who reads their link: their light is not green.
      if (rows.units.length % 9 === 0) return;
      const reader = readBy(world, propertyId, id, calendar.id);
      rows.subscribers.push(reader.subscriber);
      rows.feed_tokens.push(reader.token);
    });
    if (ids.length >= POOLED_FROM) {
      const pool = pooled(world, channel.id, name, ids.slice(0, POOL));
      rows.listings.push(pool.listing);
      rows.mappings.push(pool.mapping);
      rows.mapping_units.push(...pool.units);
      rows.push_states.push(pool.state);
    }
    return ids;
  });
  return { rows: Object.entries(rows), unitIds, calendarOf, rates };
}

/** An account that a person has paused: it is not asked, and nothing is sent there. */
function pausedChannel({ org, now }: PortfolioWorld): { id: string; row: Row } {
  const [id, at] = [newId('connection'), now.toString()];
  const row = {
    id,
    org_id: org,
    provider: 'booking',
    account_id: id,
    account_name: 'Portfolio',
    status: 'paused',
    last_success_at: at,
    connected_at: at,
    created_at: at,
    updated_at: at,
  };
  return { id, row };
}

function pooled({ org, now }: PortfolioWorld, connection: string, name: string, units: readonly string[]) {
  const [listing, mapping, at] = [newId('listing'), newId('mapping'), now.toString()];
  const stamps = { created_at: at, updated_at: at };
  return {
    listing: {
      id: listing,
      org_id: org,
      connection_id: connection,
      external_id: listing,
      name: `Double room, ${name}`,
      is_sold: true,
      quantity: units.length,
      first_seen_at: at,
      last_seen_at: at,
      updated_at: at,
    },
    mapping: {
      id: mapping,
      org_id: org,
      connection_id: connection,
      listing_id: listing,
      unit_id: units[0] ?? '',
      stage: 'active',
      activated_at: at,
      ...stamps,
    },
    units: units.map((unit, position) => ({ org_id: org, mapping_id: mapping, unit_id: unit, position })),
    state: { mapping_id: mapping, org_id: org, connection_id: connection, adopted_at: at, ...stamps },
  };
}

/** A calendar that answered just now and has its next turn in a year. */
function followed({ org, now }: PortfolioWorld, property: string, unit: string) {
  const [id, at] = [newId('calendar'), now.toString()];
  const later = now.add({ hours: FOR_LATER }).toString();
  const row = {
    id,
    org_id: org,
    property_id: property,
    unit_id: unit,
    name: 'Vrbo',
    url_sealed: 'none',
    url_hash: id,
    url_host: 'calendars.example.com',
    color: '#0F766E',
    interval_minutes: 1440,
    last_sync_at: at,
    last_success_at: at,
    last_asked_at: at,
    last_sync_status: 'success',
    next_sync_at: later,
    created_at: at,
    updated_at: at,
  };
  const job = {
    id: newId('job'),
    org_id: org,
    kind: 'calendar.sync',
    key: id,
    payload: { calendarId: id, trigger: 'schedule' },
    due_at: later,
    created_at: at,
  };
  return { id, row, job };
}

function readBy({ org, now, keys }: PortfolioWorld, property: string, unit: string, calendar: string) {
  const [id, at, token] = [newId('subscriber'), now.toString(), newId('token')];
  const place = { table: 'feed_tokens', column: 'token_sealed', rowId: token, orgId: org };
  return {
    subscriber: {
      id,
      org_id: org,
      property_id: property,
      unit_id: unit,
      name: 'Vrbo',
      source_calendar_id: calendar,
      created_at: at,
      updated_at: at,
    },
    token: {
      id: token,
      org_id: org,
      subscriber_id: id,
      token_hash: randomBytes(32).toString('hex'),
      token_sealed: keys ? seal(keys, randomBytes(32).toString('base64url'), place) : 'none',
      created_at: at,
      last_fetched_at: at,
    },
  };
}
