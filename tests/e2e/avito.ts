import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { type AvitoHost, newAvitoHost } from '#tests/support/at-avito.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, type Visit } from './person.ts';

export const CONSENT = /\/avito\/oauth\?/;
const PROPERTY = /\/properties\/prp_[0-9a-z]{24}/;

/** Roubles a night, for the two weeks from tomorrow. */
export const BASE = 5_000;

const Made = z.object({ id: z.string() });
const Units = z.object({ units: z.tuple([z.object({ id: z.string() })], z.unknown()) });
type House = { readonly propertyId: string; readonly unitId: string; readonly name: string };

/** A property in Saint Petersburg, in roubles, with one unit; `priced`: with prices. */
export async function newHouse(someone: Visit, name: string, priced = true): Promise<House> {
  const place = { name, timezone: 'Europe/Moscow', currency: 'RUB' };
  const made = await ask(someone, 'POST', '/api/properties', place);
  const { id: propertyId } = Made.parse(await made.json());
  const read = await ask(someone, 'GET', `/api/properties/${propertyId}`);
  const unitId = Units.parse(await read.json()).units[0].id;
  if (priced) {
    const set = { price: { amount: BASE * 100, currency: 'RUB' } };
    const ranges = [{ from: inDays(1), to: inDays(15) }];
    const answer = await ask(someone, 'PUT', `/api/rates?unit=${unitId}`, { ranges, set });
    if (!answer.ok()) throw new Error(`the rates answered ${answer.status()}: ${await answer.text()}`);
  }
  return { propertyId, unitId, name };
}

/** An owner with a house of that name, and a host at Avito with adverts. */
export async function hostAtNeva(
  someone: Visit,
  ...titles: string[]
): Promise<{ host: AvitoHost; house: House }> {
  await asOwner(someone);
  const [house, host] = await Promise.all([newHouse(someone, 'Neva House'), newAvitoHost(...titles)]);
  return { house, host };
}

export function panel({ page }: Visit): Locator {
  return page.getByRole('region', { name: 'Avito', exact: true });
}

export function dialog({ page }: Visit): Locator {
  return page.getByRole('dialog');
}

/** Answers on the consent page, which is the sandbox's and English, and is back on the property's page. */
export async function decideAtAvito(
  { page }: Visit,
  host: AvitoHost,
  answer: 'Allow' | 'Deny',
): Promise<void> {
  await page.waitForURL(CONSENT);
  await page.getByRole('radio', { name: host.name }).check();
  await page.getByRole('button', { name: answer, exact: true }).click();
  await page.waitForURL(PROPERTY);
}

const Begun = z.object({ flow: z.string(), authorizeUrl: z.url() });

/** Connects an advert without the screens. @returns the link's id */
export async function linkByApi(
  someone: Visit,
  unitId: string,
  host: AvitoHost,
  itemId: string,
): Promise<string> {
  const post = async (path: string, body: object) => {
    const answer = await ask(someone, 'POST', `/api/integrations/avito/${path}`, body);
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
  const { flow, authorizeUrl } = Begun.parse(await post('connect', { unitId }));
  const consent = new URL(authorizeUrl);
  const form = { ...Object.fromEntries(consent.searchParams), account: host.id, decision: 'approve' };
  const back = await someone.context.request.post(`${consent.origin}${consent.pathname}`, { form });
  expect(back.ok()).toBe(true);
  const chosen = { flow, accountId: host.id, itemId };
  await post('validate-item', chosen);
  return Made.parse(await post('finish', { ...chosen, markup: 15 })).id;
}

/** The row says where the link stands; live, without a reload. */
export async function stands(
  someone: Visit,
  status: 'synced' | 'expired' | 'disconnected',
  withinMs = 45_000,
): Promise<void> {
  const word = someone.t(`avito.status.${status}.word`);
  await panel(someone).getByRole('status').filter({ hasText: word }).waitFor({ timeout: withinMs });
}
