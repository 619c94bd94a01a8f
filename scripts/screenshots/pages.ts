import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { arrive } from './arrivals.ts';

/** Something to take a picture of: where it is, and what is opened there first. */
export type Sight = {
  readonly name: string;
  readonly path: string;
  readonly open?: (page: Page) => Promise<void>;
  /** How one comes there, where that is not by its address. */
  readonly arrive?: (page: Page, path: string) => Promise<void>;
  /** As a stranger sees it. */
  readonly signedOut?: boolean;
  /** Who looks: the demo's owner, or somebody whose organization has nothing yet. */
  readonly by?: 'owner' | 'newcomer';
};

const words = JSON.parse(readFileSync('messages/en.json', 'utf8'));
const { rates } = JSON.parse(readFileSync('messages/en/rates.json', 'utf8'));
const { timeline } = JSON.parse(readFileSync('messages/en/timeline.json', 'utf8'));
const { turnovers } = JSON.parse(readFileSync('messages/en/turnovers.json', 'utf8'));
const { connections } = JSON.parse(readFileSync('messages/en/channels.json', 'utf8'));

const Ids = z.object({ items: z.tuple([z.object({ id: z.string() })], z.unknown()) });
const Told = z.object({ items: z.array(z.object({ id: z.string() })) });
const Accounts = z.object({
  items: z.array(
    z.object({
      id: z.string().nullable(),
      provider: z.string(),
      account: z.object({ name: z.string() }).nullable(),
    }),
  ),
});
const Properties = z.object({
  items: z.array(z.object({ id: z.string(), units: z.array(z.object({ id: z.string() })) })),
});

/** Every page of the console by its address; those of one thing by the first such thing that the API knows. */
export async function findSights(page: Page, sandboxUrl: string): Promise<Sight[]> {
  const first = async (path: string) => Ids.parse(await read(page, path)).items[0].id;
  const { items: properties } = Properties.parse(await read(page, '/api/properties'));
  const house = properties.find(({ units }) => units.length > 1);
  const room = house?.units[0];
  if (!house || !room) throw new Error('The demo has no property with several units.');
  const [property, unit] = [`/properties/${house.id}`, `/units/${room.id}`];
  const reservation = `/reservations/${await first('/api/reservations')}`;
  const run = `/channels/runs/${await first('/api/runs')}`;
  const conflict = Told.parse(await read(page, '/api/conflicts')).items[0]?.id;
  const told = Told.parse(await read(page, '/api/deliveries?kind=calendar')).items[0]?.id;
  const came = Told.parse(await read(page, '/api/messages?way=feed')).items[0]?.id;
  const { items: accounts } = Accounts.parse(await read(page, '/api/integrations/status'));
  const airbnb = accounts.find(({ provider }) => provider === 'airbnb');
  const press = (name: string) => async (at: Page) => {
    await at.getByRole('button', { name }).first().click();
    await at.getByRole('dialog').waitFor();
  };
  const fromMenu = (item: string, seen: string) => async (at: Page) => {
    const more = connections.action.more.replace('{name}', airbnb?.account?.name ?? '');
    await at.getByRole('button', { name: more }).click();
    await at.getByRole('menuitem', { name: item }).click();
    await at.getByText(seen).waitFor();
  };
  return [
    { name: 'sign-in', path: '/sign-in', signedOut: true },
    { name: 'home', path: '/' },
    { name: 'calendar', path: '/calendar?zoom=month' },
    { name: 'calendar-2-weeks', path: '/calendar?zoom=2w' },
    { name: 'calendar-quarter', path: '/calendar?zoom=quarter' },
    { name: 'calendar-new', path: '/calendar?zoom=month', open: press(timeline.newBooking) },
    { name: 'block-nights', path: '/blocks/new' },
    { name: 'calendar-open', path: '/calendar?zoom=month', open: openBar },
    { name: 'calendar-on-paper', path: '/calendar/print' },
    { name: 'share-with-cleaners', path: '/', open: press(turnovers.share.open) },
    { name: 'turnovers', path: '/', open: openTurnovers },
    { name: 'arrivals', path: '/', open: arrive(3) },
    { name: 'arrivals-counted', path: '/calendar?zoom=month', open: arrive(4) },
    { name: 'reservations', path: '/reservations' },
    { name: 'new-booking', path: '/reservations/new' },
    { name: 'reservation', path: reservation },
    { name: 'inbox', path: '/inbox' },
    { name: 'inbox-resolved', path: '/inbox/resolved' },
    ...(conflict
      ? [
          { name: 'conflict', path: `/conflicts/${conflict}` },
          { name: 'conflict-evidence', path: `/conflicts/${conflict}/evidence` },
        ]
      : []),
    { name: 'rates', path: '/rates' },
    { name: 'rates-take-over', path: '/rates', open: press(rates.takeOver.action) },
    { name: 'channels', path: '/channels' },
    { name: 'configure', path: '/channels', open: press(connections.action.configure) },
    {
      name: 'disconnect',
      path: '/channels',
      open: fromMenu(connections.action.disconnect, connections.disconnect.nights),
    },
    {
      name: 'send-everything',
      path: '/channels',
      open: fromMenu(connections.action.force, connections.force.confirm),
    },
    {
      name: 'channel-prices',
      path: '/channels',
      open: fromMenu(connections.action.pricing, connections.pricing.markupHint),
    },
    { name: 'connected', path: `/channels/airbnb/connected?connection=${airbnb?.id}` },
    { name: 'failed', path: '/channels/airbnb/failed?reason=refused&said=The+host+did+not+allow+it.' },
    { name: 'mapping', path: '/channels/airbnb/mapping' },
    { name: 'history', path: '/channels/history' },
    { name: 'run', path: run },
    { name: 'deliveries', path: '/channels/deliveries' },
    ...(told ? [{ name: 'delivery', path: `/channels/deliveries/${told}` }] : []),
    { name: 'reports', path: '/reports' },
    { name: 'reports-year', path: '/reports?period=year' },
    { name: 'reports-of-nothing', path: '/reports?from=2001-01-01&until=2001-01-31' },
    {
      name: 'reports-tables',
      path: '/reports?period=last90',
      open: (at) =>
        at.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
        }),
    },
    { name: 'messages', path: '/channels/messages' },
    ...(came ? [{ name: 'message', path: `/channels/messages/${came}?try=1` }] : []),
    { name: 'journal', path: '/journal' },
    {
      name: 'journal-open',
      path: '/journal?group=reservations',
      open: (at) => at.locator('summary').first().click(),
    },
    { name: 'journal-none', path: '/journal?q=nobody-of-this-name' },
    { name: 'properties', path: '/properties' },
    { name: 'property-new', path: '/properties/new' },
    { name: 'property', path: property },
    { name: 'unit', path: unit },
    {
      name: 'import',
      path: unit,
      open: async (at) => {
        await press(words.calendars.import)(at);
        await at.getByLabel(words.calendars.link).fill(`${sandboxUrl}/ical/sea-view-airbnb.ics`);
        await at.getByText(words.preview.looksLike.split('{')[0]).waitFor();
      },
    },
    { name: 'export', path: unit, open: press(words.feeds.export) },
    { name: 'settings', path: '/settings' },
    { name: 'members', path: '/settings/members' },
    { name: 'notices', path: '/settings/notices' },
    { name: 'keys', path: '/settings/keys' },
    { name: 'you', path: '/settings/you' },
    {
      name: 'palette',
      path: '/',
      open: async (at) => {
        await at.keyboard.press('Control+k');
        await at.getByRole('combobox').waitFor();
      },
    },
    { name: 'not-there', path: '/properties/prp_000000000000000000000000' },
  ];
}

async function read(page: Page, path: string): Promise<unknown> {
  return (await page.request.get(path)).json();
}

/** What a cleaner sees: a link is shown once, so one is made. */
async function openTurnovers(page: Page): Promise<void> {
  await page.getByRole('button', { name: turnovers.share.open }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(turnovers.share.name).fill('Marta');
  await dialog.getByLabel(turnovers.share.until).selectOption('week');
  await dialog.getByRole('button', { name: turnovers.share.make }).click();
  await page.goto(await dialog.getByLabel(turnovers.share.link, { exact: true }).inputValue());
}

/** On a desk a panel beside the rows, on a phone a sheet over them; both come once their script has. */
async function openBar(page: Page): Promise<void> {
  const bar = page.locator('[data-bar]').nth(2);
  const entryOfPhone = page.locator('main li > button', { hasText: timeline.happening.arrival }).first();
  await ((await bar.count()) > 0 ? bar : entryOfPhone).click();
  await page.locator('main aside, [role=dialog]').first().waitFor();
}
