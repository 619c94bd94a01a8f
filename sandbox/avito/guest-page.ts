import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { addNights, type Night, parseNight } from '#lib/kernel/nights.ts';
import { type Html, layout } from '../core/layout.ts';
import { ControlError } from '../core/problems.ts';
import { book, cancel, closeByHand, modify, setStatus } from './guests.ts';
import { type AvitoHost, today } from './host.ts';
import { hostPage, hostsPage } from './host-page.ts';
import { calendarPath } from './ical.ts';
import { monthPicture, nameOf, roubles } from './month.ts';
import { holdsNights, priceOf, refusal } from './selling.ts';
import { monthOf, siteHeader } from './site.ts';
import type { Booking, Item } from './world.ts';

type Field = (key: string) => string;

/** The site at /avito: as a guest find an advert, book, pay, change, cancel; as a host close nights by hand. */
export function sitePages(host: AvitoHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(searchPage(host, c)));
  routes.get('/items/:id', (c) => c.html(itemPage(host, c, host.store.item(c.req.param('id')))));
  routes.get('/host', (c) => c.html(hostsPage(host)));
  routes.get('/host/:id', (c) => c.html(hostPage(host, c, host.store.item(c.req.param('id')))));
  for (const place of ['items', 'host'] as const) {
    routes.post(`/${place}/:id/:action`, async (c) => {
      const form = await c.req.parseBody();
      const field: Field = (key) => (typeof form[key] === 'string' ? form[key].trim() : '');
      const item = host.store.item(c.req.param('id'));
      const month = /^\d{4}-\d{2}$/.test(field('month')) ? `&month=${field('month')}` : '';
      const said = encodeURIComponent(tried(() => act(host, item, c.req.param('action'), field)));
      return c.redirect(`/avito/${place}/${item.id}?said=${said}${month}`, 303);
    });
  }
  return routes;
}

function tried(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof ControlError) return error.message;
    throw error;
  }
}

function act(host: AvitoHost, item: Item, action: string, field: Field): string {
  if (action === 'cancel') return `${cancel(host, field('id')).id} is cancelled.`;
  if (action === 'pay') return `${setStatus(host, field('id'), 'active').id} is paid.`;
  const [checkIn, checkOut] = [parseNight(field('checkIn')), parseNight(field('checkOut'))];
  if (!checkIn || !checkOut || checkOut <= checkIn) {
    throw new ControlError(400, 'The second date must come after the first.');
  }
  const range = { checkIn, checkOut };
  if (action === 'close' || action === 'open') {
    closeByHand(host, item, range, action === 'close');
    return `${checkIn} to ${checkOut} is ${action === 'close' ? 'closed' : 'open again'}.`;
  }
  if (action === 'modify') {
    modify(host, field('id'), range);
    return `${field('id')} is now ${checkIn} to ${checkOut}.`;
  }
  const made = book(host, {
    ...range,
    listing: item.id,
    guests: Number(field('guests')) || 1,
    guest: field('guest'),
    status: field('unpaid') ? 'pending' : 'active',
  });
  const how = made.paid ? 'Booked and paid' : 'Booked, to be paid';
  return `${how}: ${made.id}, ${checkIn} to ${checkOut}.`;
}

function searchPage(host: AvitoHost, c: Context): Html {
  const words = (c.req.query('q') ?? '').trim().toLowerCase();
  const guests = Number(c.req.query('guests')) || 1;
  const [checkIn, checkOut] = [
    parseNight(c.req.query('checkIn') ?? ''),
    parseNight(c.req.query('checkOut') ?? ''),
  ];
  const range = checkIn && checkOut && checkIn < checkOut ? { checkIn, checkOut } : null;
  const found = host.store.state.items.filter(
    (one) =>
      one.status === 'active' &&
      one.sleeps >= guests &&
      `${one.title} ${one.address} ${one.id}`.toLowerCase().includes(words),
  );
  return layout(
    'Avito (sandbox)',
    siteHeader('Find a flat', c.req.query('said') ?? ''),
    html`<form method="get" action="/avito">
        <label>Flat, street or number <input name="q" value="${c.req.query('q') ?? ''}" /></label>
        <label>Check-in <input type="date" name="checkIn" value="${checkIn ?? ''}" /></label>
        <label>Check-out <input type="date" name="checkOut" value="${checkOut ?? ''}" /></label>
        <label>Guests <input type="number" name="guests" min="1" max="16" value="${guests}" /></label>
        <button class="main">Search</button>
      </form>
      ${
        found.length === 0
          ? html`<p>No advert fits. Try fewer guests or another place.</p>`
          : html`<ul class="rooms">${found.map((one) => card(host, one, range))}</ul>`
      }`,
  );
}

function card(host: AvitoHost, item: Item, range: { checkIn: Night; checkOut: Night } | null): Html {
  const price = range
    ? (refusal(host, item, range) ?? `${roubles(priceOf(host, item, range))} in all`)
    : `${roubles(item.base.nightPrice)} a night`;
  const dates = range
    ? `?month=${range.checkIn.slice(0, 7)}&checkIn=${range.checkIn}&checkOut=${range.checkOut}`
    : '';
  return html`<li><a href="/avito/items/${item.id}${dates}">
    <strong>${item.title}</strong>
    ${item.address} · sleeps ${item.sleeps} · ${host.store.account(item.accountId).name}
    <p>${price}</p>
  </a></li>`;
}

function itemPage(host: AvitoHost, c: Context, item: Item): Html {
  const month = monthOf(host, c);
  const path = `/avito/items/${item.id}`;
  const checkIn = parseNight(c.req.query('checkIn') ?? '') ?? firstSold(host, item);
  const checkOut =
    parseNight(c.req.query('checkOut') ?? '') ?? addNights(checkIn, Math.max(2, item.base.minimalDuration));
  const bookings = host.store.bookingsOf(item.id).filter((one) => one.checkOut > today(host));
  return layout(
    `${item.title} · Avito (sandbox)`,
    html`${siteHeader(item.title, c.req.query('said') ?? '')}
      <p>
        ${item.address} · sleeps ${item.sleeps} · ${roubles(item.base.nightPrice)} a night · advert
        <code>${item.id}</code> · <a href="${calendarPath(item)}">iCal</a> · <a href="/avito/host/${item.id}">for its host</a>
      </p>`,
    html`${monthPicture(host, item, month, path)}
      <form method="post" action="${path}/book">
        <input type="hidden" name="month" value="${month.slice(0, 7)}" />
        <label>Check-in <input type="date" name="checkIn" value="${checkIn}" required /></label>
        <label>Check-out <input type="date" name="checkOut" value="${checkOut}" required /></label>
        <label>Guests <input type="number" name="guests" min="1" max="${item.sleeps}" value="1" /></label>
        <label>Your name <input name="guest" placeholder="hidden" maxlength="200" /></label>
        <label><input type="checkbox" name="unpaid" value="yes" /> pay later</label>
        <button class="main">Book</button>
      </form>
      <section>
        <h2>Bookings</h2>
        ${
          bookings.length === 0
            ? html`<p>Nobody has booked yet.</p>`
            : html`<ul class="bookings">${bookings.map((one) => bookingEntry(path, one, month))}</ul>`
        }
      </section>`,
  );
}

function bookingEntry(path: string, one: Booking, month: Night): Html {
  const hidden = html`<input type="hidden" name="id" value="${one.id}" />
    <input type="hidden" name="month" value="${month.slice(0, 7)}" />`;
  const pay = html`<form method="post" action="${path}/pay">${hidden}
    <button aria-label="Pay ${one.id}">Pay</button>
  </form>`;
  return html`<li>
    <p>
      <strong>${nameOf(one)}</strong> <code>${one.id}</code> ${one.status}, ${roubles(one.basePrice)}
    </p>
    ${
      holdsNights(one)
        ? html`<form method="post" action="${path}/modify">${hidden}
              <label>Check-in <input type="date" name="checkIn" value="${one.checkIn}" required /></label>
              <label>Check-out <input type="date" name="checkOut" value="${one.checkOut}" required /></label>
              <button aria-label="Change ${one.id}">Change</button>
            </form>
            ${one.status === 'pending' ? pay : ''}
            <form method="post" action="${path}/cancel">${hidden}
              <button aria-label="Cancel ${one.id}">Cancel</button>
            </form>`
        : html`<p>${one.checkIn} to ${one.checkOut}</p>`
    }
  </li>`;
}

function firstSold(host: AvitoHost, item: Item): Night {
  const nights = Math.max(2, item.base.minimalDuration);
  const first = today(host);
  for (let ahead = 1; ahead < host.settings.horizonNights; ahead += 1) {
    const checkIn = addNights(first, ahead);
    if (!refusal(host, item, { checkIn, checkOut: addNights(checkIn, nights) })) return checkIn;
  }
  return first;
}
