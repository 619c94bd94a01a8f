import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { addNights, type Night, nightsOf, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import type { IcalHost } from './answer.ts';
import type { Calendar, Entry } from './calendar.ts';
import { PAGE_STYLE } from './page-style.ts';

const SHOWN_DAYS = 42;
const PLATFORM = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  vrbo: 'Vrbo',
  google: 'Google Calendar',
} as const;
type Html = ReturnType<typeof html>;

/**
 * The page for people at `/`: what the channels believe, then each calendar with its nights, and plain forms to book,
 * change and cancel.
 */
export function icalPage(host: IcalHost, channels: () => Html): Hono {
  const routes = new Hono();
  routes.get('/', (c) => c.html(render(host, channels(), c.req.url, c.req.query('said') ?? '')));
  routes.post('/page/:name/:action', async (c) => {
    const form = await c.req.parseBody();
    const field = (key: string) => (typeof form[key] === 'string' ? form[key].trim() : '');
    const calendar = host.store.get(c.req.param('name'));
    const said = attempt(() => act(host, calendar, c.req.param('action'), field));
    return c.redirect(`/?said=${encodeURIComponent(said)}#${calendar.name}`, 303);
  });
  return routes;
}

function act(host: IcalHost, calendar: Calendar, action: string, field: (key: string) => string): string {
  if (action === 'cancel') {
    const gone = host.store.cancel(calendar, field('id'));
    return `Cancelled ${gone.checkIn} to ${gone.checkOut}.`;
  }
  const [checkIn, checkOut] = [parseNight(field('checkIn')), parseNight(field('checkOut'))];
  if (!checkIn || !checkOut || checkOut <= checkIn) {
    throw new ControlError(400, 'Check-out must be a date after check-in.');
  }
  if (action === 'modify') host.store.modify(calendar, field('id'), { checkIn, checkOut });
  else {
    const kind = field('kind') === 'block' ? 'block' : 'reservation';
    host.store.book(calendar, { checkIn, checkOut, kind, guest: field('guest') || undefined });
  }
  return `${action === 'modify' ? 'Moved to' : 'Booked'} ${checkIn} to ${checkOut}.`;
}

function attempt(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof ControlError) return error.message;
    throw error;
  }
}

function render(host: IcalHost, channels: Html, url: string, said: string): Html {
  const calendars = host.store.list();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>Latchkey sandbox</title>
        <style>${raw(PAGE_STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>Sandbox</h1>
          <p>The platforms' side of the world: what guests book here, Latchkey hears of at its next sync.</p>
          ${said ? html`<p role="status">${said}</p>` : ''}
        </header>
        <main>${channels}${calendars.map((calendar) => section(host, calendar, new URL(url).origin))}</main>
      </body>
    </html>`;
}

function section(host: IcalHost, calendar: Calendar, origin: string): Html {
  const today = todayIn(calendar.settings.timeZone, host.clock.now());
  const shown = calendar.entries.filter((entry) => entry.kind !== 'cancelled');
  const link = `${origin}/ical/${calendar.name}.ics`;
  const free = firstFree(shown, today);
  return html`<section id="${calendar.name}">
    <h2>${calendar.name} <small>${PLATFORM[calendar.dialect]}</small></h2>
    <p><a href="${link}">${link}</a>${calendar.fixed ? ' (a fixed answer is set)' : ''}</p>
    <ol class="strip" aria-label="The next ${SHOWN_DAYS} nights">${strip(shown, today)}</ol>
    ${
      shown.length === 0
        ? html`<p>No bookings yet.</p>`
        : html`<table>
            <thead><tr><th>Who</th><th>Dates</th><th>Kind</th><th></th></tr></thead>
            <tbody>${shown.map((entry) => row(calendar, entry))}</tbody>
          </table>`
    }
    <form method="post" action="/page/${calendar.name}/book">
      <label>Check-in <input type="date" name="checkIn" value="${free}" required /></label>
      <label>Check-out <input type="date" name="checkOut" value="${addNights(free, 2)}" required /></label>
      <label>Guest <input name="guest" placeholder="Alex Example" /></label>
      <label>Kind <select name="kind"><option value="reservation">booking</option><option value="block">block</option></select></label>
      <button>Book</button>
    </form>
  </section>`;
}

function row(calendar: Calendar, entry: Entry): Html {
  const dates = entry.weekly
    ? html`from ${entry.checkIn}, weekly, ${entry.weekly.count} times`
    : html`<form method="post" action="/page/${calendar.name}/modify">
        <input type="hidden" name="id" value="${entry.id}" />
        <input type="date" name="checkIn" value="${entry.checkIn}" aria-label="Check-in" />
        <input type="date" name="checkOut" value="${entry.checkOut}" aria-label="Check-out" />
        <button>Move</button>
      </form>`;
  return html`<tr>
    <td>${entry.guest ?? '—'}</td><td>${dates}</td><td>${entry.kind}</td>
    <td><form method="post" action="/page/${calendar.name}/cancel">
      <input type="hidden" name="id" value="${entry.id}" /><button>Cancel</button>
    </form></td>
  </tr>`;
}

function strip(entries: readonly Entry[], today: Night): Html[] {
  return [...nightsOf({ checkIn: today, checkOut: addNights(today, SHOWN_DAYS) })].map((night) => {
    const holder = entries.find((entry) => !entry.weekly && entry.checkIn <= night && night < entry.checkOut);
    const words = `${night}: ${holder ? `${holder.kind}${holder.guest ? `, ${holder.guest}` : ''}` : 'free'}`;
    return html`<li class="${holder?.kind ?? 'free'}" title="${words}">${night.slice(8)}</li>`;
  });
}

function firstFree(entries: readonly Entry[], today: Night): Night {
  const isTaken = (night: Night) => entries.some((entry) => entry.checkIn <= night && night < entry.checkOut);
  for (const night of nightsOf({ checkIn: addNights(today, 1), checkOut: addNights(today, 366) })) {
    if (!isTaken(night) && !isTaken(addNights(night, 1))) return night;
  }
  return today;
}
