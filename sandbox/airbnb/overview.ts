import { html } from 'hono/html';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { scopesOf } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { notSimulated } from './layout.ts';
import { holders, offers, SHUT_WORDS } from './selling.ts';
import type { Account, Delivery, Listing } from './world.ts';

const SHOWN_NIGHTS = 42;
const SHOWN_DELIVERIES = 8;

/** What Airbnb believes, for the sandbox's first page. */
export function airbnbOverview(host: AirbnbHost): Html {
  const { state } = host.store;
  const deliveries = state.deliveries.slice(-SHOWN_DELIVERIES).reverse();
  return html`<section id="airbnb">
    <h2>Airbnb <small>hosts, guests and the partner API</small></h2>
    <p><a href="/airbnb">Be a guest: find a place, book, change, cancel</a></p>
    ${notSimulated()}
    ${state.accounts.map((account) => accountPart(host, account))}
    <h3>Notifications</h3>
    ${
      deliveries.length === 0
        ? html`<p>None yet: Airbnb tells of bookings once a host has connected Latchkey.</p>`
        : html`<table>
            <thead><tr><th>When</th><th>What</th><th>How it went</th></tr></thead>
            <tbody>${deliveries.map(deliveryRow)}</tbody>
          </table>`
    }
  </section>`;
}

function accountPart(host: AirbnbHost, account: Account): Html {
  const scopes = scopesOf(host, account.id);
  return html`<h3>${account.name}</h3>
    <p>${scopes ? `Connected: ${[...scopes].join(', ')}` : 'Not connected'}</p>
    ${host.store.listingsOf(account.id).map((listing) => listingPart(host, listing))}`;
}

function listingPart(host: AirbnbHost, listing: Listing): Html {
  const now = host.clock.now();
  const today = todayIn(listing.timeZone, now);
  const range = { checkIn: today, checkOut: addNights(today, SHOWN_NIGHTS) };
  const next = holders(host.store.state, listing.id).find((one) => one.checkIn >= today && !one.hidden);
  const told = lastTold(host, listing, range.checkIn).at(-1);
  return html`<p>
      <a href="/airbnb/rooms/${listing.id}">${listing.name}</a> · <code>${listing.id}</code> ·
      ${listing.category ?? 'not linked'} ·
      ${next ? `next ${next.checkIn}, ${next.firstName} (${next.code})` : 'nobody to come'} ·
      ${told ? `calendar told ${told.slice(0, 16).replace('T', ' ')}` : 'calendar never told'}
    </p>
    <ol class="strip" aria-label="The next ${SHOWN_NIGHTS} nights of ${listing.name}">${offers(
      host.store.state,
      listing,
      range,
      now,
    ).map((offer) => {
      const kind = offer.shut === null ? 'free' : offer.shut === 'reserved' ? 'reservation' : 'block';
      const words = offer.shut ? SHUT_WORDS[offer.shut] : `${offer.price} ${listing.currency}`;
      return html`<li class="${kind}" title="${offer.night}: ${words}">${offer.night.slice(8)}</li>`;
    })}</ol>`;
}

function lastTold(host: AirbnbHost, listing: Listing, from: Night): string[] {
  const days = host.store.state.days[listing.id] ?? {};
  return Object.entries(days)
    .flatMap(([night, day]) => (night >= from && day.toldAt ? [day.toldAt] : []))
    .sort();
}

function deliveryRow(delivery: Delivery): Html {
  const last = delivery.attempts.at(-1);
  const tries = delivery.attempts.length;
  const how = {
    pending: tries > 0 ? `failed ${tries} time(s), again at ${clockTime(delivery.dueAt)}` : 'on its way',
    delivered: `answered ${last?.status ?? ''}`,
    lost: 'lost on purpose',
    gave_up: `given up after ${tries}`,
    no_target: 'no webhook address is set',
  }[delivery.state];
  return html`<tr><td>${clockTime(delivery.createdAt)}</td><td>${delivery.action}</td><td>${how}</td></tr>`;
}

const clockTime = (at: string) => `${at.slice(11, 19)} UTC`;
