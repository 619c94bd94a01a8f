import { z } from 'zod';

/** Reads a path of the API as one of the demo's owners. */
export type Reader = (path: string) => Promise<unknown>;

const Ids = z.object({ items: z.array(z.object({ id: z.string() })) });
const Properties = z.object({
  items: z.array(z.object({ id: z.string(), units: z.array(z.object({ id: z.string() })) })),
});
const Accounts = z.object({ items: z.array(z.object({ id: z.string().nullable(), provider: z.string() })) });

/** The connection of the first account at Airbnb. */
async function account(read: Reader): Promise<string> {
  const { items } = Accounts.parse(await read('/api/integrations/status'));
  return items.find(({ provider }) => provider === 'airbnb')?.id ?? '';
}

/** The address of every page behind the sign-in, with the demo's data on it. */
export async function allPlaces(read: Reader): Promise<string[]> {
  const first = async (path: string) => Ids.parse(await read(path)).items[0]?.id;
  const { items } = Properties.parse(await read('/api/properties'));
  const delivery = await first('/api/deliveries');
  const message = await first('/api/messages?way=feed');
  const conflict = await first('/api/conflicts');
  const house = items.find(({ units }) => units.length > 1);
  return [
    '/',
    '/calendar',
    '/calendar?zoom=quarter',
    '/calendar/print',
    '/blocks/new',
    '/reservations',
    '/reservations/new',
    `/reservations/${await first('/api/reservations')}`,
    '/inbox',
    '/inbox/resolved',
    ...(conflict ? [`/conflicts/${conflict}`, `/conflicts/${conflict}/evidence`] : []),
    '/rates',
    '/rates?days=31',
    '/channels',
    '/channels/history',
    `/channels/runs/${await first('/api/runs')}`,
    '/channels/deliveries',
    '/channels/deliveries?outcome=refused',
    // Nothing may have been told yet.
    ...(delivery ? [`/channels/deliveries/${delivery}`] : []),
    '/channels/airbnb/mapping',
    `/channels/airbnb/connected?connection=${await account(read)}`,
    '/channels/airbnb/failed?reason=token_failed&kind=transient',
    '/reports',
    '/reports?period=next90&money=payout',
    '/reports?from=2001-01-01&until=2001-01-31',
    '/channels/messages',
    '/channels/messages?outcome=refused',
    ...(message ? [`/channels/messages/${message}`, `/channels/messages/${message}?try=1`] : []),
    '/journal',
    '/journal?group=people',
    '/journal?q=nobody-of-this-name',
    '/properties',
    '/properties/new',
    `/properties/${house?.id}`,
    `/properties/${house?.id}/edit`,
    `/units/${house?.units[0]?.id}`,
    '/settings',
    '/settings/members',
    '/settings/notices',
    '/settings/keys',
    '/settings/you',
  ];
}
