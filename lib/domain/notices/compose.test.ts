import { describe, expect, it } from 'vitest';
import { LOCALES } from '../people/schemas.ts';
import { compose } from './compose.ts';
import { NOTICE_WORDS } from './labels.ts';
import { NoticeFacts } from './schemas.ts';

const reader = { locale: 'en', organization: 'Sea & Sons', appUrl: 'https://latchkey.test' };
const facts = (more: Partial<NoticeFacts>) =>
  NoticeFacts.parse({
    variant: 'double',
    path: '/inbox',
    checkIn: '2027-05-01',
    checkOut: '2027-05-04',
    ...more,
  });

describe('a notice', () => {
  it.each(Object.keys(NOTICE_WORDS).flatMap((key) => LOCALES.map((locale) => ({ key, locale }))))(
    'is said whole, with the same facts as in English: $key in $locale',
    ({ key, locale }) => {
      const [kind = '', variant = ''] = key.split('.');
      const told = facts({
        variant,
        unit: 'Loft',
        channel: 'airbnb',
        name: 'Listing',
        status: 'weird',
        at: '2027-06-01T00:00:00Z',
      });
      const said = compose({ kind, facts: told }, { ...reader, locale });
      expect(`${said.subject}${said.text}`).not.toMatch(/[{}]|undefined|–\s*$/m);
      expect(said.text).toContain('https://latchkey.test/inbox');
      const used = (one: readonly string[]) =>
        one.map((text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort());
      expect(used(NOTICE_WORDS[key]?.[locale] ?? [])).toEqual(used(NOTICE_WORDS[key]?.en ?? []));
    },
  );

  it('says its nights in the language of who reads it', () => {
    const notice = { kind: 'conflict', facts: facts({ unit: 'Loft' }) };
    expect(compose(notice, reader).subject).toBe(
      'Two bookings on the same nights: Loft, May 1, 2027 – May 4, 2027',
    );
    expect(compose(notice, { ...reader, locale: 'fr' }).subject).toContain('1 mai 2027 – 4 mai 2027');
    expect(compose(notice, { ...reader, locale: 'xx' }).subject).toContain('Two bookings');
  });

  it('lets no name break out: neither of the subject nor of the page', () => {
    const unit = 'A\r\nBcc: x@example.com <img src=x> {name}';
    const said = compose({ kind: 'conflict', facts: facts({ unit }) }, reader);
    expect(said.subject).not.toMatch(/[\r\n]/);
    expect(said.html).not.toContain('<img');
    expect(said.html).toContain('Sea &#38; Sons');
  });

  it('fetches nothing from anywhere', () => {
    const { html } = compose({ kind: 'conflict', facts: facts({ unit: 'Loft' }) }, reader);
    expect([...html.matchAll(/(?:src|href|url)\s*[=(]\s*"?([^"\s>)]+)/g)].map(([, to]) => to)).toEqual([
      'https://latchkey.test/inbox',
      'https://latchkey.test/settings/notices',
    ]);
    expect(html).not.toMatch(/<(img|link|script|style|iframe)/);
  });
});
