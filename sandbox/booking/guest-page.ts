import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { addNights, type Night, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { type Html, layout } from '../core/layout.ts';
import { shown } from '../core/money.ts';
import { ControlError } from '../core/problems.ts';
import { book, cancel, modify } from './guests.ts';
import type { BookingHost } from './host.ts';
import { MONTH_KEY, monthBar, monthPicture } from './month.ts';
import { notSimulated } from './notes.ts';
import { refusal } from './selling.ts';
import type { Hotel, Reservation, RoomRate, RoomType } from './world.ts';

/** The guest's side at /booking: find a hotel, see what it would sell, book rooms, change, cancel. */
export function guestPages(host: BookingHost): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(searchPage(host, c)));
  routes.get('/stay/:id', (c) => c.html(hotelPage(host, c, host.store.hotel(c.req.param('id')))));
  routes.post('/stay/:id/:action', async (c) => {
    const form = await c.req.parseBody();
    const field = (key: string) => (typeof form[key] === 'string' ? form[key].trim() : '');
    const hotel = host.store.hotel(c.req.param('id'));
    const said = act(host, hotel, c.req.param('action'), field);
    const month = /^\d{4}-\d{2}$/.test(field('month')) ? `&month=${field('month')}` : '';
    return c.redirect(`/booking/stay/${hotel.id}?said=${encodeURIComponent(said)}${month}`, 303);
  });
  return routes;
}

function act(host: BookingHost, hotel: Hotel, action: string, field: (key: string) => string): string {
  try {
    if (action === 'cancel') return `${cancel(host, field('id')).id} is cancelled.`;
    const [checkIn, checkOut] = [parseNight(field('checkIn')), parseNight(field('checkOut'))];
    if (!checkIn || !checkOut || checkOut <= checkIn) {
      throw new ControlError(400, 'Check-out must be a date after check-in.');
    }
    if (action === 'modify') {
      const changed = modify(host, field('id'), { checkIn, checkOut });
      return `${changed.id} is now ${checkIn} to ${checkOut}.`;
    }
    const [roomType, ratePlan] = field('room').split(':');
    const made = book(host, {
      listing: hotel.id,
      roomType: roomType || undefined,
      ratePlan: ratePlan || undefined,
      checkIn,
      checkOut,
      quantity: Number(field('quantity')) || 1,
      guests: Number(field('guests')) || 1,
      guest: field('guest') || undefined,
    });
    return `Booked: ${made.id}, ${checkIn} to ${checkOut}.`;
  } catch (error) {
    if (error instanceof ControlError) return error.message;
    throw error;
  }
}

function header(title: string, said: string): Html {
  return html`<nav><a href="/">Sandbox</a><a href="/booking">Booking.com, as a guest</a></nav>
    <h1>${title}</h1>
    ${notSimulated()}
    ${said ? html`<p role="status">${said}</p>` : ''}`;
}

function searchPage(host: BookingHost, c: Context): Html {
  const words = (c.req.query('q') ?? '').trim().toLowerCase();
  const found = host.store.state.hotels.filter((one) =>
    `${one.name} ${one.city}`.toLowerCase().includes(words),
  );
  return layout(
    'Booking.com (sandbox)',
    header('Find a place', c.req.query('said') ?? ''),
    html`<form method="get" action="/booking">
        <label>Place or city <input name="q" value="${c.req.query('q') ?? ''}" /></label>
        <button class="main">Search</button>
      </form>
      ${
        found.length === 0
          ? html`<p>No place fits. Try another city.</p>`
          : html`<ul class="rooms">${found.map((one) => card(host, one))}</ul>`
      }`,
  );
}

function card(host: BookingHost, hotel: Hotel): Html {
  const rooms = host.store.roomsOf(hotel.id).map((one) => one.name);
  return html`<li><a href="/booking/stay/${hotel.id}">
    <strong>${hotel.name}</strong>
    ${hotel.city} · ${host.store.account(hotel.accountId).name}
    <p>${rooms.join(', ') || 'No rooms yet'}</p>
  </a></li>`;
}

function hotelPage(host: BookingHost, c: Context, hotel: Hotel): Html {
  const today = todayIn(hotel.timeZone, host.clock.now());
  const month = parseNight(`${c.req.query('month') ?? ''}-01`) ?? (`${today.slice(0, 7)}-01` as Night); // of a night
  const rooms = host.store.roomsOf(hotel.id);
  const checkIn = firstSold(host, hotel, rooms, today);
  const bookings = host.store.state.reservations
    .filter((one) => one.hotelId === hotel.id && one.stays.some((stay) => stay.checkOut > today))
    .sort((a, b) => (arrival(a) < arrival(b) ? -1 : 1));
  const choices = rooms.flatMap((room) =>
    host.store
      .ratesOf(room.id)
      .filter((one) => one.active)
      .map((rate) => choice(host, room, rate)),
  );
  return layout(
    `${hotel.name} · Booking.com (sandbox)`,
    html`${header(hotel.name, c.req.query('said') ?? '')}
      <p>
        ${hotel.city} · ${hotel.currency}, prices ${hotel.taxIncluded ? 'with' : 'without'} tax, ${hotel.timeZone} ·
        property <code>${hotel.id}</code>
      </p>`,
    html`<form method="post" action="/booking/stay/${hotel.id}/book">
        <input type="hidden" name="month" value="${month.slice(0, 7)}" />
        <label>Room <select name="room">${choices}</select></label>
        <label>Rooms <input type="number" name="quantity" min="1" max="30" value="1" /></label>
        <label>Check-in <input type="date" name="checkIn" value="${checkIn}" required /></label>
        <label>Check-out <input type="date" name="checkOut" value="${addNights(checkIn, 2)}" required /></label>
        <label>Guests in each <input type="number" name="guests" min="1" max="30" value="1" /></label>
        <label>Your name <input name="guest" placeholder="Alex Example" maxlength="200" /></label>
        <button class="main">Book</button>
      </form>
      ${monthBar(hotel, month)}
      ${rooms.map((room) => html`<h3>${room.name}</h3>${monthPicture(host, hotel, room, month)}`)}
      ${MONTH_KEY}
      <section>
        <h2>Bookings</h2>
        ${
          bookings.length === 0
            ? html`<p>Nobody has booked yet.</p>`
            : html`<ul class="bookings">${bookings.map((one) => bookingItem(host, hotel, one, month))}</ul>`
        }
      </section>`,
  );
}

function choice(host: BookingHost, room: RoomType, rate: RoomRate): Html {
  const plan = host.store.rate(rate.rateId);
  return html`<option value="${room.id}:${rate.rateId}">${room.name}, ${plan?.name ?? rate.rateId}</option>`;
}

function bookingItem(host: BookingHost, hotel: Hotel, one: Reservation, month: Night): Html {
  const hidden = html`<input type="hidden" name="id" value="${one.id}" />
    <input type="hidden" name="month" value="${month.slice(0, 7)}" />`;
  const action = (name: string) => `/booking/stay/${hotel.id}/${name}`;
  const rooms = one.stays.map(
    (stay) => `${host.store.findRoom(stay.roomId)?.name ?? stay.roomId}, ${stay.checkIn} to ${stay.checkOut}`,
  );
  const [first] = one.stays;
  return html`<li>
    <p>
      <strong>${one.booker.firstName} ${one.booker.lastName}</strong> <code>${one.id}</code> ${one.status} ·
      ${rooms.join(' · ')} · ${shown(one.total, hotel.currency)}
    </p>
    ${
      one.status === 'booked' && first
        ? html`<form method="post" action="${action('modify')}">${hidden}
              <label>Check-in <input type="date" name="checkIn" value="${first.checkIn}" required /></label>
              <label>Check-out <input type="date" name="checkOut" value="${first.checkOut}" required /></label>
              <button aria-label="Change ${one.id}">Change</button>
            </form>
            <form method="post" action="${action('cancel')}">${hidden}
              <button aria-label="Cancel ${one.id}">Cancel</button>
            </form>`
        : ''
    }
  </li>`;
}

const arrival = (one: Reservation) => one.stays[0]?.checkIn ?? '';

function firstSold(host: BookingHost, hotel: Hotel, rooms: readonly RoomType[], today: Night): Night {
  for (let ahead = 1; ahead < 120; ahead += 1) {
    const checkIn = addNights(today, ahead);
    const range = { checkIn, checkOut: addNights(checkIn, 2) };
    const sells = rooms.some((room) =>
      host.store
        .ratesOf(room.id)
        .some((rate) => !refusal(host.store, hotel, room, rate, range, host.clock.now())),
    );
    if (sells) return checkIn;
  }
  return today;
}
