import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';

/** What guests and hosts do at the sandbox's Avito, by its control API. */
export async function atAvito(what: string, body: object, method = 'POST'): Promise<unknown> {
  const { sandboxUrl } = inject('world');
  const answer = await fetch(`${sandboxUrl}/control/avito/${what}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

export type AvitoHost = {
  readonly id: string;
  readonly name: string;
  readonly items: readonly { readonly id: string; readonly title: string }[];
};

const Made = z.object({
  id: z.string(),
  items: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** An account that no other test uses, with an advert of each title. It may be connected to one organization only. */
export async function newAvitoHost(...titles: string[]): Promise<AvitoHost> {
  const name = `Хозяин ${randomBytes(4).toString('hex')}`;
  const items = titles.map((title) => ({ title, address: 'Санкт-Петербург, Галерная улица, 12' }));
  return { name, ...Made.parse(await atAvito('account', { name, items })) };
}

const Shown = z.object({
  listings: z.array(
    z.object({
      nights: z.array(z.object({ night: z.string(), sells: z.boolean(), price: z.number().nullable() })),
    }),
  ),
});

/** What one night of an advert costs there, in roubles, and whether it is sold. */
export async function nightAtAvito(
  listing: string,
  night: string,
): Promise<{ sells: boolean; price: number | null } | null> {
  const { sandboxUrl } = inject('world');
  const answer = await fetch(`${sandboxUrl}/control/avito/state?listing=${listing}`);
  const [shown] = Shown.parse(await answer.json()).listings;
  return shown?.nights.find((one) => one.night === night) ?? null;
}
