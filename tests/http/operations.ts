import { DEFINITIONS } from '#lib/web/api/all.ts';
import type { Definition } from '#lib/web/define.ts';
import { type Estate, night } from './estate.ts';

/**
 * The one feed link, the signed deliveries and what channels call, for which nobody signs in, and the stream, which never
 * ends: each has tests of its own.
 */
const APART =
  /^\/api\/(calendar\/\{id\}\/feed\.ics|jobs\/|events$|integrations\/\{provider\}\/(callback|webhook|gate)(\/|$))/;

export const OPERATIONS = DEFINITIONS.filter(({ path }) => !APART.test(path)).map((definition) => ({
  name: `${definition.method} ${definition.path}`,
  definition,
}));

const SUBJECTS: Record<string, keyof Estate> = {
  blocks: 'block',
  properties: 'property',
  units: 'unit',
  reservations: 'reservation',
  conflicts: 'conflict',
  'found-closures': 'foundClosure',
  deliveries: 'delivery',
  messages: 'message',
  runs: 'run',
  keys: 'key',
  invitations: 'invitation',
  members: 'member',
  sessions: 'session',
  calendar: 'unit',
  waiting: 'waiting',
  flows: 'flow',
  links: 'link',
  turnovers: 'turnoverLink',
};

/** Steps of connecting one listing at a time, which only one channel has. */
const STEPS = /\{provider\}\/(flows|accounts|validate-item|finish|links)\b/;

/** A path with these ids in it. Throws where a new kind of id has come that this test does not know. */
export function filled(path: string, ids: Estate): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'provider') return STEPS.test(path) ? 'avito' : 'airbnb';
    if (name === 'report') return 'occupancy';
    // Of doors that only a channel knows: none of them opens.
    if (name === 'secret' || name === 'code') return 'none';
    const noun = path.split('/')[STEPS.test(path) ? 4 : 2] ?? '';
    const kind = name === 'calendarId' ? 'calendar' : SUBJECTS[noun];
    if (!kind) throw new Error(`whose id is ${name} in ${path}? Add it to this table.`);
    return ids[kind];
  });
}

/** Ids that stand in the query, where they are what is asked for and not a filter. */
export function queryFor(definition: Definition, ids: Estate): string {
  const { method, path } = definition;
  if (path.endsWith('/subscribers') && method !== 'GET' && method !== 'POST')
    return `?subscriber=${ids.subscriber}`;
  if (path === '/api/blocks' && method === 'DELETE') return `?id=${ids.block}`;
  if (STEPS.test(path)) return stepQuery(definition, ids);
  if (path.startsWith('/api/integrations/{provider}') && definition.query)
    return `?connection=${ids.connection}`;
  const ofUnit =
    ['/api/availability', '/api/rates', '/api/channel-nights'].includes(path) && method === 'GET';
  if (ofUnit) return `?unit=${ids.unit}&from=${night(100)}&to=${night(104)}`;
  if (path === '/api/availability/explain') return `?unit=${ids.unit}&night=${night(100)}`;
  if (path.startsWith('/api/analytics/'))
    return `?property=${ids.property}&from=${night(100)}&to=${night(104)}`;
  if (path === '/api/timeline' || path === '/api/rates/grid') return `?from=${night(100)}&to=${night(104)}`;
  if (path === '/api/timeline/cells')
    return `?properties=${ids.property}&show=price&from=${night(100)}&to=${night(104)}`;
  return '';
}

function stepQuery({ path, query }: Definition, ids: Estate): string {
  if (!query) return '';
  if (path.endsWith('/flows')) return `?unit=${ids.unit}`;
  return path.endsWith('/accounts') ? `?flow=${ids.flow}` : `?property=${ids.property}`;
}

const WINDOW = { from: night(240), to: night(244) };
const RATE = {
  priceMinor: null,
  minStay: null,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
  stopSell: false,
};
const ratesOf = (ids: Estate) => ({ unitIds: [ids.unit], ranges: [WINDOW], set: { minStay: 2 } });
const NIGHTS = { checkIn: night(200), checkOut: night(204) };

/** A body that would be taken, with every id it can have. */
export function bodyFor(definition: Definition, ids: Estate): object | undefined {
  if (!definition.body) return undefined;
  const chosen = { flow: ids.flow, accountId: ids.avitoAccount, itemId: ids.item };
  const bodies: Record<string, object> = {
    'POST /api/blocks': { unitId: ids.unit, from: night(220), to: night(222) },
    'PATCH /api/blocks/{id}': { from: night(160), to: night(163) },
    'POST /api/blocks/{id}/move-preview': { from: night(160), to: night(163) },
    'POST /api/timeline/preview': { what: 'stay', unitId: ids.unit, from: night(200), to: night(204) },
    'POST /api/calendar/{id}/external': { name: 'Mine', icalUrl: 'http://localhost:1/x.ics' },
    'PUT /api/calendar/{id}/external/{calendarId}': { name: 'Mine' },
    'POST /api/calendar/{id}/external/preview': { icalUrl: 'http://localhost:1/x.ics' },
    'POST /api/conflicts/{id}/resolve': { action: 'accept' },
    'POST /api/conflicts/{id}/preview': { action: 'accept' },
    'POST /api/found-closures/{id}/resolve': { resolution: 'keep' },
    'POST /api/calendar/{id}/subscribers': { name: 'Mine', source: { calendarId: ids.calendar } },
    'PATCH /api/calendar/{id}/subscribers': { name: 'Mine' },
    'POST /api/turnovers': { name: 'Mine', propertyIds: [ids.property], days: 7 },
    'PATCH /api/members/{id}': { role: 'viewer' },
    'POST /api/session/organization': { orgId: ids.organization },
    'PATCH /api/properties/{id}': { name: 'Mine' },
    'POST /api/properties/{id}/units': { name: 'Mine' },
    'PATCH /api/units/{id}': { name: 'Mine' },
    'POST /api/reservations': { unitId: ids.unit, ...NIGHTS, guest: { name: 'Ann' } },
    'PUT /api/rates': ratesOf(ids),
    'POST /api/rates/preview': ratesOf(ids),
    'POST /api/rates/restore': { changes: [{ unitId: ids.unit, ...WINDOW, was: RATE, is: RATE }] },
    // Of a mapping that nobody has: nothing that the estate holds is mapped.
    'POST /api/rates/take-over': { mappingId: ids.listing.replace('lst_', 'map_'), ...WINDOW },
    'POST /api/integrations/{provider}/push': {},
    'POST /api/integrations/{provider}/connect': {},
    'POST /api/integrations/{provider}/configure': {},
    'POST /api/integrations/{provider}/sync': {},
    'PATCH /api/integrations/{provider}': { intervalMinutes: 20 },
    'PUT /api/integrations/{provider}/mappings': {
      dryRun: true,
      mappings: [{ listingId: ids.listing, unitId: ids.unit }],
    },
    'POST /api/integrations/{provider}/validate-item': chosen,
    'POST /api/integrations/{provider}/finish': { ...chosen, markup: 15 },
    'PATCH /api/integrations/{provider}/links/{id}': { markup: 20 },
    'POST /api/messages/{id}/replay': { mode: 'try' },
    'POST /api/waiting/{id}': { action: 'place', unitId: ids.unit },
    'POST /api/reservations/{id}/move-preview': { unitId: ids.unit },
    'PATCH /api/reservations/{id}': { guest: { name: 'Eve' } },
  };
  return bodies[`${definition.method} ${definition.path}`];
}
