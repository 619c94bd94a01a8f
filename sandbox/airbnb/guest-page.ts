import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { addNights, type Night, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { type Html, layout } from '../core/layout.ts';
import { minor, shown } from '../core/money.ts';
import { ControlError } from '../core/problems.ts';
import { book, cancel, modify } from './guests.ts';
import type { AirbnbHost } from './host.ts';
import { notSimulated } from './layout.ts';
import { monthPicture } from './month.ts';
import { holdsNights, priceOf, refusal } from './selling.ts';
import type { Listing, Reservation } from './world.ts';

/** The guest's side at /airbnb: find a listing, see what it would sell, book, change, cancel. */
export function guestPages(host: AirbnbHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(searchPage(host, c)));
  routes.get('/rooms/:id', (c) => c.html(roomPage(host, c, host.store.listing(c.req.param('id')))));
  routes.post('/rooms/:id/:action', async (c) => {
    const form = await c.req.parseBody();
    const field = (key: string) => (typeof form[key] === 'string' ? form[key].trim() : '');
    const listing = host.store.listing(c.req.param('id'));
    const said = await act(host, listing, c.req.param('action'), field).catch((error: unknown) => {
      if (error instanceof ControlError) return error.message;
      throw error;
    });
    const month = /^\d{4}-\d{2}$/.test(field('month')) ? `&month=${field('month')}` : '';
    return c.redirect(`/airbnb/rooms/${listing.id}?said=${encodeURIComponent(said)}${month}`, 303);
  });
  return routes;
}

async function act(
  host: AirbnbHost,
  listing: Listing,
  action: string,
  field: (key: string) => string,
): Promise<string> {
  if (action === 'cancel') return `${cancel(host, field('code'), 'guest').code} is cancelled.`;
  const [checkIn, checkOut] = [parseNight(field('checkIn')), parseNight(field('checkOut'))];
  if (!checkIn || !checkOut || checkOut <= checkIn) {
    throw new ControlError(400, 'Check-out must be a date after check-in.');
  }
  if (action === 'modify') {
    const changed = await modify(host, field('code'), { checkIn, checkOut });
    return `${changed.code} is now ${checkIn} to ${checkOut}.`;
  }
  const guests = Number(field('guests')) || 1;
  const wish = { listing: listing.id, checkIn, checkOut, guests, guest: field('guest') || undefined };
  const made = await book(host, wish);
  return made.status === 'accept'
    ? `Booked: ${made.code}, ${checkIn} to ${checkOut}.`
    : `Asked the host: ${made.code}, ${checkIn} to ${checkOut}.`;
}

function header(title: string, said: string): Html {
  return html`<nav><a href="/">Sandbox</a><a href="/airbnb">Airbnb, as a guest</a></nav>
    <h1>${title}</h1>
    ${notSimulated()}
    ${said ? html`<p role="status">${said}</p>` : ''}`;
}

function searchPage(host: AirbnbHost, c: Context): Html {
  const words = (c.req.query('q') ?? '').trim().toLowerCase();
  const guests = Number(c.req.query('guests')) || 1;
  const [checkIn, checkOut] = [
    parseNight(c.req.query('checkIn') ?? ''),
    parseNight(c.req.query('checkOut') ?? ''),
  ];
  const range = checkIn && checkOut && checkIn < checkOut ? { checkIn, checkOut } : null;
  const found = host.store.state.listings.filter(
    (one) => one.personCapacity >= guests && `${one.name} ${one.city}`.toLowerCase().includes(words),
  );
  return layout(
    'Airbnb (sandbox)',
    header('Find a place', c.req.query('said') ?? ''),
    html`<form method="get" action="/airbnb">
        <label>Place or city <input name="q" value="${c.req.query('q') ?? ''}" /></label>
        <label>Check-in <input type="date" name="checkIn" value="${checkIn ?? ''}" /></label>
        <label>Check-out <input type="date" name="checkOut" value="${checkOut ?? ''}" /></label>
        <label>Guests <input type="number" name="guests" min="1" max="16" value="${guests}" /></label>
        <button class="main">Search</button>
      </form>
      ${
        found.length === 0
          ? html`<p>No listing fits. Try fewer guests or another place.</p>`
          : html`<ul class="rooms">${found.map((one) => card(host, one, range))}</ul>`
      }`,
  );
}

function card(host: AirbnbHost, listing: Listing, range: { checkIn: Night; checkOut: Night } | null): Html {
  const now = host.clock.now();
  const why = range && refusal(host.store.state, listing, range, now);
  const total = range && priceOf(host.store.state, listing, range, now);
  const price = total
    ? (why ?? `${shown(total.base + total.cleaning, listing.currency)} in all`)
    : `${shown(minor(listing.pricing.dailyPrice, listing.currency), listing.currency)} a night`;
  const dates = range
    ? `?month=${range.checkIn.slice(0, 7)}&checkIn=${range.checkIn}&checkOut=${range.checkOut}`
    : '';
  return html`<li><a href="/airbnb/rooms/${listing.id}${dates}">
    <strong>${listing.name}</strong>
    ${listing.city} · sleeps ${listing.personCapacity} · ${host.store.account(listing.accountId).name}
    <p>${price}</p>
  </a></li>`;
}

function roomPage(host: AirbnbHost, c: Context, listing: Listing): Html {
  const today = todayIn(listing.timeZone, host.clock.now());
  const month = parseNight(`${c.req.query('month') ?? ''}-01`) ?? (`${today.slice(0, 7)}-01` as Night); // of a night
  const checkIn = parseNight(c.req.query('checkIn') ?? '') ?? firstSold(host, listing, today);
  const checkOut =
    parseNight(c.req.query('checkOut') ?? '') ?? addNights(checkIn, Math.max(2, listing.rules.minNights));
  const bookings = host.store.state.reservations
    .filter((one) => one.listingId === listing.id && !one.hidden && one.checkOut > today)
    .sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1));
  return layout(
    `${listing.name} · Airbnb (sandbox)`,
    html`${header(listing.name, c.req.query('said') ?? '')}
      <p>
        ${listing.street}, ${listing.city} · sleeps ${listing.personCapacity}, ${listing.bedrooms} bedroom(s) ·
        ${listing.currency}, ${listing.timeZone} · ${listing.instantBook ? 'instant book' : 'on request'} ·
        listing <code>${listing.id}</code> · <a href="/ical/airbnb-${listing.id}.ics">iCal</a>
      </p>`,
    html`${monthPicture(host, listing, month)}
      <form method="post" action="/airbnb/rooms/${listing.id}/book">
        <input type="hidden" name="month" value="${month.slice(0, 7)}" />
        <label>Check-in <input type="date" name="checkIn" value="${checkIn}" required /></label>
        <label>Check-out <input type="date" name="checkOut" value="${checkOut}" required /></label>
        <label>Guests <input type="number" name="guests" min="1" max="${listing.personCapacity}" value="1" /></label>
        <label>Your name <input name="guest" placeholder="Alex Example" maxlength="200" /></label>
        <button class="main">${listing.instantBook ? 'Book' : 'Ask to book'}</button>
      </form>
      <section>
        <h2>Bookings</h2>
        ${
          bookings.length === 0
            ? html`<p>Nobody has booked yet.</p>`
            : html`<ul class=\"bookings\">${bookings.map((one) => bookingItem(listing, one, month))}</ul>`
        }
      </section>`,
  );
}

function bookingItem(listing: Listing, one: Reservation, month: Night): Html {
  const hidden = html`<input type="hidden" name="code" value="${one.code}" />
    <input type="hidden" name="month" value="${month.slice(0, 7)}" />`;
  const action = (name: string) => `/airbnb/rooms/${listing.id}/${name}`;
  return html`<li>
    <p><strong>${one.firstName} ${one.lastName}</strong> <code>${one.code}</code> ${one.status.replaceAll('_', ' ')}</p>
    ${
      holdsNights(one)
        ? html`<form method="post" action="${action('modify')}">${hidden}
              <label>Check-in <input type="date" name="checkIn" value="${one.checkIn}" required /></label>
              <label>Check-out <input type="date" name="checkOut" value="${one.checkOut}" required /></label>
              <button aria-label="Change ${one.code}">Change</button>
            </form>
            <form method="post" action="${action('cancel')}">${hidden}
              <button aria-label="Cancel ${one.code}">Cancel</button>
            </form>`
        : html`<p>${one.checkIn} to ${one.checkOut}</p>`
    }
  </li>`;
}

function firstSold(host: AirbnbHost, listing: Listing, today: Night): Night {
  const nights = Math.max(2, listing.rules.minNights);
  for (let ahead = 1; ahead < 365; ahead += 1) {
    const checkIn = addNights(today, ahead);
    const range = { checkIn, checkOut: addNights(checkIn, nights) };
    if (!refusal(host.store.state, listing, range, host.clock.now())) return checkIn;
  }
  return today;
}
