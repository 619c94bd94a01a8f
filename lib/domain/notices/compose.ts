import { invariant } from '#lib/kernel/errors.ts';
import { LocaleName } from '../people/schemas.ts';
import { NOTICE_WORDS } from './labels.ts';
import { CHANNEL_WORDS, FOOT } from './media-labels.ts';
import type { NoticeFacts } from './schemas.ts';

export type Composed = {
  readonly subject: string;
  /** For a mail without HTML. */
  readonly text: string;
  readonly html: string;
  /** For a chat. */
  readonly chat: string;
};

/**
 * A notice in the words of who reads it. No picture and nothing else is fetched from anywhere, and no guest's data is in
 * it: mailboxes and chats are read by more people than those who may see a guest.
 */
export function compose(
  notice: { kind: string; facts: NoticeFacts },
  reader: { locale: string; organization: string; appUrl: string },
): Composed {
  const locale = LocaleName.catch('en').parse(reader.locale);
  const words = NOTICE_WORDS[`${notice.kind}.${notice.facts.variant}`]?.[locale];
  invariant(words, `no words for ${notice.kind}.${notice.facts.variant}`);
  const values = valuesOf(notice.facts, locale);
  const [subject, means, button] = words.map((text) => fill(text, values));
  invariant(subject && means && button, 'three texts');
  const link = `${reader.appUrl}${notice.facts.path}`;
  const settings = `${reader.appUrl}/settings/notices`;
  const why = fill(FOOT[locale].why, { organization: oneLine(reader.organization) });
  const { change } = FOOT[locale];
  return {
    subject,
    text: `${means}\n\n${button}:\n${link}\n\n--\n${why}\n${change}: ${settings}\n`,
    html: page({ locale, subject, means, button, link, why, change, settings }),
    chat: `${subject}\n\n${means}\n\n${link}`,
  };
}

function valuesOf(facts: NoticeFacts, locale: string): Record<string, string> {
  const { unit, channel, name, status, checkIn, checkOut, at } = facts;
  return {
    unit: oneLine(unit ?? name ?? '–'),
    channel: channel ? (CHANNEL_WORDS[channel] ?? channel) : '–',
    name: oneLine(name ?? unit ?? '–'),
    status: oneLine(status ?? '–'),
    nights: checkIn && checkOut ? `${day(checkIn, locale)} – ${day(checkOut, locale)}` : '–',
    at: at ? day(at.slice(0, 10), locale) : '–',
  };
}

function day(night: string, locale: string): string {
  return Temporal.PlainDate.from(night).toLocaleString(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** Names are a person's or a channel's own text: no line break of theirs gets into a subject. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120);
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '–');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(given: Record<string, string>): string {
  const { locale, subject, means, button, link, why, change, settings } = Object.fromEntries(
    Object.entries(given).map(([name, text]) => [name, escaped(text)]),
  );
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<title>${subject}</title></head>`,
    '<body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1c1b19;background:#fbfaf7">',
    `<div style="max-width:560px;margin:0 auto"><h1 style="font-size:18px;margin:0 0 8px">${subject}</h1>`,
    `<p style="margin:0 0 20px">${means}</p>`,
    `<p style="margin:0 0 28px"><a href="${link}" style="background:#0f5d5d;color:#fff;padding:9px 14px;border-radius:6px;text-decoration:none">${button}</a></p>`,
    `<p style="margin:0;color:#5f5b53;font-size:13px">${why} <a href="${settings}" style="color:#0f5d5d">${change}</a></p>`,
    '</div></body></html>',
  ].join('\n');
}
