import { describe, expect, it } from 'vitest';
import { masked } from './mask-rules.ts';

const shown = (text: string) => masked(new TextEncoder().encode(text));

describe('what a delivery shows', () => {
  it.each([
    ['a token in JSON', '{"access_token":"s3cr\\"et","a":1}', '{"access_token":"•••","a":1}'],
    ['a number in JSON', '{"cvv": 123}', '{"cvv": "•••"}'],
    ['a list in JSON', '{"guest_phone_numbers":1,"phone_numbers":["+33 1"],"ok":[1]}', '"ok":[1]'],
    ['an element', '<ns:GivenName>Ada</ns:GivenName><a>1</a>', '<ns:GivenName>•••</ns:GivenName><a>1</a>'],
    ['an attribute', '<Telephone PhoneNumber="123" Tech="5"/>', '<Telephone PhoneNumber="•••" Tech="5"/>'],
    ['a header', 'Authorization: Basic abc==\nX-Api-Key: k', 'Authorization: •••\nX-Api-Key: •••'],
    ['an address of mail', 'to ada@example.com', 'to •••'],
    ['a card', 'number 4111 1111 1111 1111.', 'number •••.'],
    ['a link', 'https://x.test/a?token=abc&b=1', 'https://x.test/a?token=•••&b=1'],
  ])('hides %s', (_, text, expected) => {
    expect(shown(text)).toContain(expected);
    expect(shown(text)).not.toMatch(/s3cr|Ada|123\b.*Tech|\+33|4111|abc/);
  });

  it('leaves what a calendar says as it is', () => {
    const said =
      '<AvailStatusMessage BookingLimit="2"><StatusApplicationControl Start="2026-05-01" End="2026-05-31" InvTypeCode="123456789"/></AvailStatusMessage>{"listing_id":"12345678","daily_price":120,"dates":["2026-05-01:2026-05-03"]}';
    expect(shown(said)).toBe(said);
  });

  it('cuts what is long', () => {
    const text = shown('a'.repeat(70_000));
    expect(text).toHaveLength(64 * 1024 + 2);
    expect(text.endsWith('…')).toBe(true);
  });
});
