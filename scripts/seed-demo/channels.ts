import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Client } from './client.ts';
import type { SeedConnection, SeedLink } from './seeds.ts';

const Status = z.object({
  items: z.array(
    z.object({
      id: z.string().nullable(),
      provider: z.string(),
      account: z.object({ id: z.string() }).nullable(),
      status: z.string(),
    }),
  ),
});
const Listings = z.object({
  items: z.array(z.object({ id: z.string(), externalId: z.string(), mapping: z.unknown().nullable() })),
});
const Properties = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      units: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
});
const Run = z.object({ status: z.string(), errors: z.array(z.object({ message: z.string() })) });

const LOOK_EVERY_MS = 150;
const LONGEST_SYNC_MS = 30_000;

/** Connects an account as a person does, through the channel's consent page, and maps its listings. Again: finds both. */
export async function makeConnection(client: Client, seed: SeedConnection): Promise<void> {
  const id = (await findConnection(client, seed)) ?? (await connect(client, seed));
  await sync(client, seed, id);
  const { items: listings } = await client.get(
    Listings,
    `/api/integrations/${seed.provider}/listings?connection=${id}&limit=200`,
  );
  const unitOf = await unitsByName(client);
  const mappings = seed.mappings.flatMap(({ listing, property, unit, units }) => {
    const found = listings.find((one) => one.externalId === listing && !one.mapping);
    if (!found) return [];
    const sold = units
      ? { unitIds: units.map((one) => unitOf(property, one)) }
      : { unitId: unitOf(property, unit) };
    return [{ listingId: found.id, ...sold, stage: 'active' }];
  });
  if (mappings.length === 0) return;
  await client.ask(z.unknown(), 'PUT', `/api/integrations/${seed.provider}/mappings?connection=${id}`, {
    body: { mappings },
  });
}

async function findConnection(client: Client, { provider, account }: SeedConnection): Promise<string | null> {
  const { items } = await client.get(Status, '/api/integrations/status');
  const known = items.find((one) => one.provider === provider && one.account?.id === account);
  return known && known.status !== 'disconnected' ? known.id : null;
}

async function connect(client: Client, seed: SeedConnection): Promise<string> {
  const { authorizeUrl } = await client.post(
    z.object({ authorizeUrl: z.url() }),
    `/api/integrations/${seed.provider}/connect`,
    {},
  );
  const status = await consent(client, seed, authorizeUrl);
  const id = await findConnection(client, seed);
  if (!id) throw new Error(`Seeding the demo: ${seed.provider} was not connected (${status})`);
  return id;
}

/** The consent page is a form; what it answers leads back to us. */
export async function consent(
  client: Client,
  { provider, account }: Pick<SeedConnection | SeedLink, 'provider' | 'account'>,
  authorizeUrl: string,
): Promise<number> {
  const asked = new URL(authorizeUrl);
  const form = new URLSearchParams(asked.searchParams);
  for (const scope of (asked.searchParams.get('scope') ?? '').split(',')) form.append('grant', scope);
  form.set('account', account);
  form.set('decision', 'approve');
  const answer = await fetch(new URL(asked.pathname, asked), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  const back = answer.headers.get('location');
  if (!back) throw new Error(`Seeding the demo: the consent page of ${provider} answered ${answer.status}`);
  const { pathname, search } = new URL(back, asked);
  const { status } = await client.send('GET', `${pathname}${search}`);
  return status;
}

const Links = z.object({ items: z.array(z.object({ itemId: z.string(), status: z.string() })) });

/** Connects one listing from its unit, step by step as a person does. Again: finds it. */
export async function makeLink(client: Client, seed: SeedLink): Promise<void> {
  const { items } = await client.get(Properties, '/api/properties?limit=200');
  const propertyId = items.find((one) => one.name === seed.property)?.id;
  if (!propertyId) throw new Error(`Seeding the demo: there is no property ${seed.property}`);
  const base = `/api/integrations/${seed.provider}`;
  const known = await client.get(Links, `${base}/links?property=${propertyId}`);
  if (known.items.some((one) => one.itemId === seed.listing && one.status !== 'disconnected')) return;
  const { flow, authorizeUrl } = await client.post(
    z.object({ flow: z.string(), authorizeUrl: z.url() }),
    `${base}/connect`,
    { propertyId },
  );
  await consent(client, seed, authorizeUrl);
  const item = { flow, accountId: seed.account, itemId: seed.listing };
  await client.post(z.unknown(), `${base}/validate-item`, item);
  await client.post(z.unknown(), `${base}/finish`, { ...item, markup: seed.markup });
}

async function sync(client: Client, { provider }: SeedConnection, id: string): Promise<void> {
  const { runId } = await client.post(
    z.object({ runId: z.string() }),
    `/api/integrations/${provider}/sync?connection=${id}`,
    {},
  );
  for (let look = 0; ; look++) {
    const run = await client.get(Run, `/api/runs/${runId}`);
    if (run.status === 'success') return;
    if (run.status !== 'running' || look > LONGEST_SYNC_MS / LOOK_EVERY_MS) {
      throw new Error(
        `Seeding the demo: the sync of ${provider} ended as ${run.status}: ${run.errors[0]?.message ?? ''}`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
}

async function unitsByName(client: Client): Promise<(property: string, unit?: string) => string> {
  const { items } = await client.get(Properties, '/api/properties?limit=200');
  return (property, unit) => {
    const units = items.find((one) => one.name === property)?.units;
    const found = unit === undefined ? units?.[0] : units?.find((one) => one.name === unit);
    if (!found) throw new Error(`Seeding the demo: there is no unit ${unit ?? ''} of ${property}`);
    return found.id;
  };
}
