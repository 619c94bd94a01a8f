import type { Context } from 'hono';
import { html } from 'hono/html';
import { type Night, parseNight } from '#lib/kernel/nights.ts';
import type { Html } from '../core/layout.ts';
import { type AvitoHost, today } from './host.ts';
import { notSimulated } from './notes.ts';

/** What every page of the site begins with. */
export function siteHeader(title: string, said: string): Html {
  return html`<nav>
      <a href="/">Sandbox</a><a href="/avito">Avito, as a guest</a><a href="/avito/host">Avito, as a host</a>
    </nav>
    <h1>${title}</h1>
    ${notSimulated()}
    ${said ? html`<p role="status">${said}</p>` : ''}`;
}

/** The month a page shows: the one asked for, or this one. */
export function monthOf(host: AvitoHost, c: Context): Night {
  return parseNight(`${c.req.query('month') ?? ''}-01`) ?? (`${today(host).slice(0, 7)}-01` as Night); // of a night
}
