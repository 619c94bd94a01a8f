import { html } from 'hono/html';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { shown } from '../core/money.ts';
import type { AvitoHost } from './host.ts';
import { type Offer, offers, SHUT_WORDS } from './selling.ts';
import type { Booking, Item } from './world.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const KOPECKS = 100;

export const roubles = (amount: number): string => shown(amount * KOPECKS, 'RUB');

/** Avito hides many names. */
export const nameOf = (booking: Booking): string => booking.name || 'a guest';

/** One month, Monday first: each night with its price, or why nobody can have it. `month` is its first night. */
export function monthPicture(host: AvitoHost, item: Item, month: Night, path: string): Html {
  const first = Temporal.PlainDate.from(month);
  const nights = offers(host, item, { checkIn: month, checkOut: addNights(month, first.daysInMonth) });
  const name = first.toLocaleString('en', { month: 'long', year: 'numeric' });
  const link = (by: number) => `${path}?month=${night(first.add({ months: by }).toString()).slice(0, 7)}`;
  const weekdays = WEEKDAYS.map((day) => html`<li class="head" aria-hidden="true">${day}</li>`);
  const pads = Array.from(
    { length: first.dayOfWeek - 1 },
    () => html`<li class="pad" aria-hidden="true"></li>`,
  );
  return html`<div class="monthbar">
      <a href="${link(-1)}" rel="prev">Earlier</a><h2>${name}</h2><a href="${link(1)}" rel="next">Later</a>
    </div>
    <ol class="month" aria-label="What ${item.title} would sell in ${name}">
      ${weekdays}${pads}${nights.map((offer) => cell(item, offer))}
    </ol>
    <ul class="key">
      <li><i></i>for sale, with the price</li>
      <li><i class="reserved"></i>booked</li>
      <li><i class="closed"></i>closed</li>
      <li><i class="limit"></i>too far ahead, or not shown</li>
    </ul>`;
}

const LOOKS: Readonly<Record<string, string>> = {
  past: 'past',
  booked: 'reserved',
  closed: 'closed',
  closed_by_hand: 'closed',
};

function cell(item: Item, offer: Offer): Html {
  const price = roubles(offer.price);
  const rules = [
    offer.minNights > 1 ? `${offer.minNights}+ nights` : '',
    item.quotas ? `${offer.left} left` : '',
  ].filter((word) => word !== '');
  const names = offer.holders.map(nameOf).join(', ');
  const words = offer.shut
    ? `${SHUT_WORDS[offer.shut]}${names ? `, ${names}` : ''}`
    : [price, ...rules].join(', ');
  const told = offer.day?.toldAt ? `; told ${offer.day.toldAt}` : '';
  const kind = offer.shut === null ? 'free' : (LOOKS[offer.shut] ?? 'limit');
  const shutText = names || (kind === 'closed' ? (offer.shut === 'closed' ? 'closed' : 'by hand') : '');
  return html`<li class="${kind}" title="${offer.night}: ${words}${told}">
    <b>${Number(offer.night.slice(8))}</b><span>${offer.shut === null ? price : shutText}</span>${
      offer.shut === null && rules.length > 0 ? html` <small>${rules.join(', ')}</small>` : ''
    }</li>`;
}
