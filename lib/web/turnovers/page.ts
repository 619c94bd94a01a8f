import type { TurnoverProperty } from '#lib/domain/turnovers/list-turnovers.ts';
import type { TurnoverRow, Visitor } from '#lib/domain/turnovers/rules.ts';
import { type Html, html } from './html.ts';
import { STYLE } from './style.ts';
import type { Words } from './words.ts';

export type Shown = {
  readonly organization: string;
  readonly name: string;
  readonly at: Temporal.Instant;
  readonly properties: readonly TurnoverProperty[];
};

/** The whole page: every day is in it, so that changing between them needs no network and no script. */
export function turnoversPage(shown: Shown, words: Words): string {
  const { t } = words;
  const { properties, at } = shown;
  const zones = [...new Set(properties.map((one) => one.timezone))];
  const zone = zones[0] ?? 'UTC';
  const days = properties[0]?.days ?? [];
  const choice = (id: 'today' | 'tomorrow' | 'week') =>
    html`<label><input type="radio" name="days" id="${id}" value="${id}"${id === 'today' ? html` checked` : null}>${t(id)}</label>`;
  return document(
    words,
    t('title'),
    html`<h1>${t('title')}</h1>
<p class="soft">${t('lead', { organization: shown.organization, name: shown.name })}</p>
<p class="soft">${t('asOf', { at: zones.length > 1 ? `${words.time(at, zone)} (${zoneName(zone)})` : words.time(at, zone) })}</p>
${
  properties.length === 0
    ? html`<p>${t('nothing')}</p>`
    : html`<fieldset><legend>${t('show')}</legend><div class="days">${choice('today')}${choice('tomorrow')}${choice('week')}</div></fieldset>
${days.map((_, index) => daySection(properties, index, zones.length > 1, words))}`
}`,
  );
}

const zoneName = (zone: string) => zone.replaceAll('_', ' ');

function daySection(
  properties: readonly TurnoverProperty[],
  index: number,
  hasZones: boolean,
  words: Words,
): Html {
  const { t, day } = words;
  // Of two properties far apart one may be a day ahead.
  const dates = [...new Set(properties.flatMap((one) => one.days[index]?.night ?? []))].sort();
  const named = index === 0 ? t('today') : index === 1 ? t('tomorrow') : null;
  const said = dates.map(day).join(' / ');
  const busy = properties.filter((one) => (one.days[index]?.rows.length ?? 0) > 0);
  return html`<section class="d${index}"><h2>${named === null ? said : `${named}, ${said}`}</h2>
${
  busy.length === 0
    ? html`<p class="soft">${t('nobody')}</p>`
    : busy.map(
        (property) =>
          html`<div class="place"><header><h3>${property.name}</h3><p class="soft">${t('times', {
            out: property.checkOutTime,
            in: property.checkInTime,
          })}${hasZones ? html` · ${t('zone', { zone: zoneName(property.timezone) })}` : null}${
            dates.length > 1 ? html` · ${day(property.days[index]?.night ?? '')}` : null
          }</p></header><ul>${(property.days[index]?.rows ?? []).map((row) => unitRow(property, row, words))}</ul></div>`,
      )
}</section>`;
}

function unitRow(property: TurnoverProperty, row: TurnoverRow, words: Words): Html {
  const { t, day, span } = words;
  return html`<li class="unit">${row.unit === property.name ? null : html`<b>${row.unit}</b>`}
${row.leaving.map((one) => move('out', t('leaving', { at: property.checkOutTime }), guestWords(one, 'out', words)))}
${row.arriving.map((one) => move('in', t('arriving', { at: property.checkInTime }), guestWords(one, 'in', words)))}
${
  row.windowMinutes === null
    ? null
    : html`<p class="tag">${row.windowMinutes === 0 ? t('tight') : t('turnover', { hours: span(row.windowMinutes) })}</p>`
}
${row.preparingUntil === null ? null : html`<p class="soft">${t('preparing', { date: day(row.preparingUntil) })}</p>`}
${
  row.leaving.length === 0 || row.windowMinutes !== null
    ? null
    : html`<p class="soft">${row.next === null ? t('noNext') : t('next', { date: day(row.next) })}</p>`
}</li>`;
}

const ARROW = {
  out: html`<path d="M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5-5-5M21 12H9"/>`,
  in: html`<path d="M15 3h4a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-4M10 17l5-5-5-5M15 12H3"/>`,
};

function move(way: 'in' | 'out', when: string, who: string): Html {
  return html`<p class="move"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ARROW[way]}</svg><span>${when}${who ? html`<span class="soft"> · ${who}</span>` : null}</span></p>`;
}

function guestWords(guest: Visitor, way: 'in' | 'out', { t }: Words): string {
  return [
    guest.name,
    guest.party === null ? null : t('guests', { count: guest.party }),
    way === 'in' ? t('nights', { count: guest.nights }) : null,
    guest.maybe ? t('maybe') : null,
    guest.tentative ? t('tentative') : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The one calm page for every link that does not open. */
export function gonePage(words: Words): string {
  return sayPage(words, words.t('goneTitle'), words.t('gone'));
}

export function busyPage(words: Words): string {
  return sayPage(words, words.t('busyTitle'), words.t('busy'));
}

export function failedPage(words: Words): string {
  return sayPage(words, words.t('failedTitle'), words.t('failed'));
}

function sayPage(words: Words, title: string, text: string): string {
  return document(words, title, html`<h1>${title}</h1><p>${text}</p>`);
}

function document({ locale }: Words, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><link rel="icon" href="data:,"><title>${title}</title><style>${{ markup: STYLE }}</style></head><body><main class="page">${body}</main></body></html>
`.markup;
}
