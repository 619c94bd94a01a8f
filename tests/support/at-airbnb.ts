import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { z } from 'zod';

/** What guests and hosts do at the sandbox's Airbnb, by its control API. @returns what it made or changed */
export async function atAirbnb(what: string, body: object): Promise<{ id: string }> {
  const { sandboxUrl } = inject('world');
  const answer = await fetch(`${sandboxUrl}/control/airbnb/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
  return answer.json() as Promise<{ id: string }>; // what it makes has an id; a wrong one fails where it is used
}

export type Host = { readonly id: string; readonly name: string };

/** A hosting account that no other test uses. It may be connected to one organization only. */
export async function newHost(): Promise<Host> {
  const name = `Host ${randomBytes(4).toString('hex')}`;
  return { id: (await atAirbnb('account', { name })).id, name };
}

const State = z.object({
  listings: z.tuple([z.object({ nights: z.array(z.object({ sells: z.boolean(), price: z.number() })) })]),
});

/** What Airbnb itself believes of a listing, from a night up to and without another. Prices are whole units. */
export async function stateAtAirbnb(listing: string, from: string, to: string) {
  const { sandboxUrl } = inject('world');
  const answer = await fetch(`${sandboxUrl}/control/airbnb/state?listing=${listing}&from=${from}&to=${to}`);
  const { nights } = State.parse(await answer.json()).listings[0];
  return { sells: nights.map((one) => one.sells), prices: nights.map((one) => one.price) };
}
