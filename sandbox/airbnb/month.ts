import { html } from 'hono/html';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { minor, shown } from '../core/money.ts';
import type { AirbnbHost } from './host.ts';
import { type Offer, offers, SHUT_WORDS } from './selling.ts';
import type { Listing } from './world.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** One month, Monday first: each night with its price, or why nobody can have it. `month` is its first night. */
export function monthPicture(host: AirbnbHost, listing: Listing, month: Night): Html {
  const first = Temporal.PlainDate.from(month);
  const range = { checkIn: month, checkOut: addNights(month, first.daysInMonth) };
  const nights = offers(host.store.state, listing, range, host.clock.now());
  const name = first.toLocaleString('en', { month: 'long', year: 'numeric' });
  const link = (by: number) => {
    const at = night(first.add({ months: by }).toString()).slice(0, 7);
    return `/airbnb/rooms/${listing.id}?month=${at}`;
  };
  const weekdays = WEEKDAYS.map((day) => html`<li class="head" aria-hidden="true">${day}</li>`);
  const pads = Array.from(
    { length: first.dayOfWeek - 1 },
    () => html`<li class="pad" aria-hidden="true"></li>`,
  );
  return html`<div class="monthbar">
      <a href="${link(-1)}" rel="prev">Earlier</a><h2>${name}</h2><a href="${link(1)}" rel="next">Later</a>
    </div>
    <ol class="month" aria-label="What ${listing.name} would sell in ${name}">
      ${weekdays}${pads}${nights.map((offer) => cell(offer, listing.currency))}
    </ol>
    <ul class="key">
      <li><i></i>for sale, with the price</li>
      <li><i class="reserved"></i>reserved</li>
      <li><i class="closed"></i>closed</li>
      <li><i class="limit"></i>too soon, too far, or kept free</li>
    </ul>`;
}

function cell(offer: Offer, currency: string): Html {
  const price = shown(minor(offer.price, currency), currency);
  const rules = [
    offer.minNights > 1 ? `${offer.minNights}+ nights` : '',
    offer.closedToArrival ? 'no arrival' : '',
    offer.closedToDeparture ? 'no departure' : '',
  ].filter((word) => word !== '');
  const words = offer.shut
    ? `${SHUT_WORDS[offer.shut]}${offer.holder ? `, ${offer.holder.firstName}` : ''}`
    : [price, ...rules].join(', ');
  const told = offer.toldAt ? `; told ${offer.toldAt}` : '';
  const look = { past: 'past', reserved: 'reserved', closed: 'closed' };
  const kind = offer.shut === null ? 'free' : (look[offer.shut as keyof typeof look] ?? 'limit'); // others share one
  const text =
    offer.shut === null ? price : (offer.holder?.firstName ?? (offer.shut === 'closed' ? 'closed' : ''));
  return html`<li class="${kind}" title="${offer.night}: ${words}${told}">
    <b>${Number(offer.night.slice(8))}</b><span>${text}</span>${
      offer.shut === null && rules.length > 0 ? html` <small>${rules.join(', ')}</small>` : ''
    }</li>`;
}
