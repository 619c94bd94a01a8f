import { html } from 'hono/html';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { shown } from '../core/money.ts';
import type { BookingHost } from './host.ts';
import { isPending } from './messages.ts';
import { cheapest } from './month.ts';
import { notSimulated } from './notes.ts';
import { roomOffers } from './selling.ts';
import type { Account, Hotel, Mail, Message, RoomType } from './world.ts';

const SHOWN_NIGHTS = 42;
const SHOWN_MESSAGES = 8;

/** What Booking.com believes, for the sandbox's first page. */
export function bookingOverview(host: BookingHost): Html {
  const { state } = host.store;
  const messages = state.messages.slice(-SHOWN_MESSAGES).reverse();
  const mails = state.mails.slice(-SHOWN_MESSAGES).reverse();
  return html`<section id="booking">
    <h2>Booking.com <small>hosts, guests and the connectivity APIs</small></h2>
    <p><a href="/booking">Be a guest: find a place, book, change, cancel</a></p>
    ${notSimulated()}
    ${state.accounts.map((account) => accountPart(host, account))}
    <h3>Messages</h3>
    ${
      messages.length === 0
        ? html`<p>None yet: Booking.com tells of bookings once a host has connected Latchkey.</p>`
        : html`<table>
            <thead><tr><th>When</th><th>Booking</th><th>Queue</th><th>How it went</th></tr></thead>
            <tbody>${messages.map((one) => messageRow(host, one))}</tbody>
          </table>`
    }
    ${
      mails.length === 0
        ? ''
        : html`<h3>Mails to the host, because Latchkey did not take it</h3>
            <ul class="bookings">${mails.map(mailItem)}</ul>`
    }
  </section>`;
}

function accountPart(host: BookingHost, account: Account): Html {
  return html`<h3>${account.name}</h3>
    ${host.store.hotelsOf(account.id).map((hotel) => hotelPart(host, hotel))}`;
}

function hotelPart(host: BookingHost, hotel: Hotel): Html {
  const connected = hotel.machineId ? 'connected' : 'not connected';
  return html`<p>
      <a href="/booking/stay/${hotel.id}">${hotel.name}</a> · <code>${hotel.id}</code> · ${hotel.city} · ${connected}
    </p>
    ${host.store.roomsOf(hotel.id).map((room) => roomPart(host, hotel, room))}`;
}

function roomPart(host: BookingHost, hotel: Hotel, room: RoomType): Html {
  const today = todayIn(hotel.timeZone, host.clock.now());
  const range = { checkIn: today, checkOut: addNights(today, SHOWN_NIGHTS) };
  const offers = roomOffers(host.store, hotel, room, range, host.clock.now());
  const told = offers
    .flatMap((one) => one.toldAt ?? [])
    .sort()
    .at(-1);
  return html`<p>
      ${room.name} · <code>${room.id}</code> ·
      ${told ? `told ${told.slice(0, 16).replace('T', ' ')}` : 'never told'}
    </p>
    <ol class="strip" aria-label="The next ${SHOWN_NIGHTS} nights of ${room.name}">${offers.map((offer) => {
      const best = cheapest(offer);
      const kind = best ? 'free' : offer.roomsToSell === 0 ? 'reservation' : 'block';
      const words = best
        ? `${offer.roomsToSell} left from ${shown(best.price ?? 0, hotel.currency)}`
        : offer.roomsToSell === 0
          ? 'sold out'
          : 'closed';
      return html`<li class="${kind}" title="${offer.night}: ${words}">${offer.night.slice(8)}</li>`;
    })}</ol>`;
}

function messageRow(host: BookingHost, message: Message): Html {
  const minutes = Temporal.Instant.from(message.createdAt).until(host.clock.now()).total('minutes');
  const how = message.ackedAt
    ? `acknowledged by ${message.ackedBy}`
    : message.rejectedAt
      ? 'rejected'
      : message.mailedAt
        ? 'mailed to the host'
        : message.replacedAt
          ? 'replaced by a newer one'
          : `waits for ${Math.floor(minutes)} min, fetched ${message.deliveries} time(s)`;
  return html`<tr>
    <td>${clockTime(message.createdAt)}</td><td><code>${message.reservationId}</code></td>
    <td>${message.queue}</td><td>${isPending(message) ? html`<strong>${how}</strong>` : how}</td>
  </tr>`;
}

function mailItem(mail: Mail): Html {
  return html`<li><p>${clockTime(mail.at)} · ${mail.text}</p></li>`;
}

const clockTime = (at: string) => `${at.slice(11, 19)} UTC`;
