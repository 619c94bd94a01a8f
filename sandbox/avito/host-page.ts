import type { Context } from 'hono';
import { html } from 'hono/html';
import { addNights, type Night, parseNight } from '#lib/kernel/nights.ts';
import { type Html, layout } from '../core/layout.ts';
import { type AvitoHost, today } from './host.ts';
import { monthPicture, roubles } from './month.ts';
import { monthOf, siteHeader } from './site.ts';
import type { Item } from './world.ts';

/** Every host with the adverts whose calendars they keep. */
export function hostsPage(host: AvitoHost): Html {
  return layout(
    'For hosts · Avito (sandbox)',
    siteHeader('Close nights by hand', ''),
    html`${host.store.state.accounts.map(
      (account) => html`<h2>${account.name}</h2>
        <ul class="rooms">
          ${host.store.itemsOf(account.id).map(
            (item) => html`<li><a href="/avito/host/${item.id}">
              <strong>${item.title}</strong> ${item.address}
              <p>${item.status} · <code>${item.id}</code></p>
            </a></li>`,
          )}
        </ul>`,
    )}`,
  );
}

/** An advert's calendar for its host: close nights, open them. */
export function hostPage(host: AvitoHost, c: Context, item: Item): Html {
  const month = monthOf(host, c);
  const path = `/avito/host/${item.id}`;
  const from = parseNight(c.req.query('from') ?? '') ?? addNights(today(host), 1);
  return layout(
    `${item.title}, for its host · Avito (sandbox)`,
    html`${siteHeader(item.title, c.req.query('said') ?? '')}
      <p>
        Advert <code>${item.id}</code> of ${host.store.account(item.accountId).name} ·
        ${roubles(item.base.nightPrice)} a night, at least ${item.base.minimalDuration} ·
        <a href="/avito/items/${item.id}">as a guest</a>
      </p>`,
    html`${monthPicture(host, item, month, path)}
      ${form(path, 'close', 'Close', month, from)}
      ${form(path, 'open', 'Open', month, from)}
      <p>
        Opening lifts what anybody closed: you, a partner’s list of closed dates, or its intervals. Bookings stay.
      </p>`,
  );
}

function form(path: string, action: string, word: string, month: Night, from: Night): Html {
  return html`<form method="post" action="${path}/${action}">
    <input type="hidden" name="month" value="${month.slice(0, 7)}" />
    <label>From <input type="date" name="checkIn" value="${from}" required /></label>
    <label>To (not included) <input type="date" name="checkOut" value="${addNights(from, 1)}" required /></label>
    <button class="${action === 'close' ? 'main' : ''}">${word}</button>
  </form>`;
}
