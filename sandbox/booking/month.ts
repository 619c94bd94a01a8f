import { html } from 'hono/html';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { shown } from '../core/money.ts';
import type { BookingHost } from './host.ts';
import { type RoomOffer, roomOffers, SHUT_WORDS, UNLIMITED } from './selling.ts';
import type { Hotel, RoomType } from './world.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** One month of a room type, Monday first: what is left of each night, from which price, or why nothing. */
export function monthPicture(host: BookingHost, hotel: Hotel, room: RoomType, month: Night): Html {
  const first = Temporal.PlainDate.from(month);
  const range = { checkIn: month, checkOut: addNights(month, first.daysInMonth) };
  const nights = roomOffers(host.store, hotel, room, range, host.clock.now());
  const name = first.toLocaleString('en', { month: 'long', year: 'numeric' });
  const weekdays = WEEKDAYS.map((day) => html`<li class="head" aria-hidden="true">${day}</li>`);
  const pads = Array.from(
    { length: first.dayOfWeek - 1 },
    () => html`<li class="pad" aria-hidden="true"></li>`,
  );
  return html`<ol class="month" aria-label="What ${room.name} would sell in ${name}">
      ${weekdays}${pads}${nights.map((offer) => cell(offer, hotel.currency))}
    </ol>`;
}

export function monthBar(hotel: Hotel, month: Night): Html {
  const first = Temporal.PlainDate.from(month);
  const name = first.toLocaleString('en', { month: 'long', year: 'numeric' });
  const link = (by: number) =>
    `/booking/stay/${hotel.id}?month=${night(first.add({ months: by }).toString()).slice(0, 7)}`;
  return html`<div class="monthbar">
    <a href="${link(-1)}" rel="prev">Earlier</a><h2>${name}</h2><a href="${link(1)}" rel="next">Later</a>
  </div>`;
}

export const MONTH_KEY: Html = html`<ul class="key">
  <li><i></i>for sale: rooms left, lowest price</li>
  <li><i class="reserved"></i>sold out</li>
  <li><i class="closed"></i>closed</li>
</ul>`;

/** The rate that sells the night cheapest. */
export function cheapest(offer: RoomOffer) {
  return offer.rates
    .filter((one) => one.shut === null)
    .sort((a, b) => (a.price ?? 0) - (b.price ?? 0))
    .at(0);
}

function cell(offer: RoomOffer, currency: string): Html {
  const best = cheapest(offer);
  const shut = offer.rates[0]?.shut ?? 'not_active';
  const left = offer.roomsToSell >= UNLIMITED ? 'any' : String(offer.roomsToSell);
  const rules = best
    ? [
        (best.minStay ?? 1) > 1 ? `${best.minStay}+ nights` : '',
        best.closedToArrival ? 'no arrival' : '',
        best.closedToDeparture ? 'no departure' : '',
      ].filter((word) => word !== '')
    : [];
  const price = best ? shown(best.price ?? 0, currency) : '';
  const words = best ? [`${left} left`, price, ...rules].join(', ') : SHUT_WORDS[shut];
  const told = offer.toldAt ? `; told ${offer.toldAt}` : '';
  const kind = best ? 'free' : shut === 'past' ? 'past' : shut === 'sold_out' ? 'reserved' : 'closed';
  const text = best
    ? `${left} · ${price}`
    : shut === 'past'
      ? ''
      : shut === 'sold_out'
        ? 'sold out'
        : 'closed';
  return html`<li class="${kind}" title="${offer.night}: ${words}, ${offer.booked} booked${told}">
    <b>${Number(offer.night.slice(8))}</b><span>${text}</span>${
      rules.length > 0 ? html` <small>${rules.join(', ')}</small>` : ''
    }</li>`;
}
