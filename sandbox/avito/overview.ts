import { html } from 'hono/html';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { scopesOf } from './authorizations.ts';
import { type AvitoHost, today } from './host.ts';
import { nameOf, roubles } from './month.ts';
import { notSimulated } from './notes.ts';
import { holders, offers, SHUT_WORDS } from './selling.ts';
import type { Account, Item } from './world.ts';

const SHOWN_NIGHTS = 42;

/** What Avito believes, for the sandbox's first page. */
export function avitoOverview(host: AvitoHost): Html {
  return html`<section id="avito">
    <h2>Avito <small>hosts, guests and the short-term rent API</small></h2>
    <p>
      <a href="/avito">Be a guest: find a flat, book, pay, cancel</a> ·
      <a href="/avito/host">Be a host: close nights by hand</a>
    </p>
    ${notSimulated()}
    ${host.store.state.accounts.map((account) => accountPart(host, account))}
    <p>Avito tells nobody of a booking: Latchkey asks for each advert every few seconds.</p>
  </section>`;
}

function accountPart(host: AvitoHost, account: Account): Html {
  const scopes = scopesOf(host, account.id);
  return html`<h3>${account.name} <small>${account.id}</small></h3>
    <p>${scopes ? `Connected: ${[...scopes].join(', ')}` : 'Not connected'}</p>
    ${host.store.itemsOf(account.id).map((item) => itemPart(host, item))}`;
}

function itemPart(host: AvitoHost, item: Item): Html {
  const first = today(host);
  const next = holders(host, item.id).find((one) => one.checkIn >= first);
  const told = lastTold(host, item, first);
  const range = { checkIn: first, checkOut: addNights(first, SHOWN_NIGHTS) };
  return html`<p>
      <a href="/avito/items/${item.id}">${item.title}</a> · <code>${item.id}</code> ·
      ${next ? `next ${next.checkIn}, ${nameOf(next)} (${next.status})` : 'nobody to come'} ·
      ${told ? `calendar told ${told.slice(0, 16).replace('T', ' ')}` : 'calendar never told'}
    </p>
    <ol class="strip" aria-label="The next ${SHOWN_NIGHTS} nights of ${item.title}">${offers(
      host,
      item,
      range,
    ).map((offer) => {
      const kind = offer.shut === null ? 'free' : offer.shut === 'booked' ? 'reservation' : 'block';
      const words = offer.shut ? SHUT_WORDS[offer.shut] : roubles(offer.price);
      return html`<li class="${kind}" title="${offer.night}: ${words}">${offer.night.slice(8)}</li>`;
    })}</ol>`;
}

function lastTold(host: AvitoHost, item: Item, from: Night): string | undefined {
  const days = host.store.state.days[item.id] ?? {};
  return Object.entries(days)
    .flatMap(([night, day]) => (night >= from && day.toldAt ? [day.toldAt] : []))
    .sort()
    .at(-1);
}
