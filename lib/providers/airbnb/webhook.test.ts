import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ChannelError } from '../errors.ts';
import { interpret, verify } from './webhook.ts';

const NOW = Temporal.Instant.from('2026-11-20T12:00:00Z');
const NOW_SECONDS = NOW.epochMilliseconds / 1000;
const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const SECRET = `whsec_${KEY.toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another key of enough bytes').toString('base64')}`;
const BODY = '{"action":"test_notification"}';

const mac = (id: string, at: string | number, body: string, key: Buffer = KEY) =>
  createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');

type Change = { id?: string; at?: string | number; body?: string; signature?: string };

function call({ id = 'msg_1', at = NOW_SECONDS, body = BODY, signature }: Change = {}) {
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signature ?? `v1,${mac(id, at, BODY)}`,
    },
    bytes: Buffer.from(body),
  };
}

const reason = (change: Change, secrets = [SECRET]) => {
  const verified = verify(call(change), secrets, NOW);
  return verified.ok ? 'ok' : verified.reason;
};

describe('a signature', () => {
  it('of ours is accepted, with its id and its time', () => {
    expect(verify(call(), [SECRET], NOW)).toEqual({ ok: true, messageId: 'msg_1', sentAt: NOW });
  });

  it('is accepted by any of the secrets, with or without the prefix', () => {
    expect(reason({}, [OTHER, SECRET])).toBe('ok');
    expect(reason({}, [SECRET.slice('whsec_'.length)])).toBe('ok');
  });

  it('is accepted as any of several, so that a sender can rotate', () => {
    const ours = `v1,${mac('msg_1', NOW_SECONDS, BODY)}`;
    const theirs = `v1,${mac('msg_1', NOW_SECONDS, BODY, Buffer.from('x'.repeat(24)))}`;
    expect(reason({ signature: `${theirs} v2,abc v1a,abc ${ours}` })).toBe('ok');
    expect(reason({ signature: ours.replace(/=+$/, '') })).toBe('ok');
  });

  it.each([
    ['of another secret', { signature: `v1,${mac('msg_1', NOW_SECONDS, BODY, Buffer.alloc(32))}` }, 'wrong'],
    ['over another body', { body: `${BODY} ` }, 'wrong'],
    ['over a body written anew', { body: '{ "action": "test_notification" }' }, 'wrong'],
    ['over another id', { id: 'msg_2', signature: `v1,${mac('msg_1', NOW_SECONDS, BODY)}` }, 'wrong'],
    [
      'over another time',
      { at: NOW_SECONDS + 1, signature: `v1,${mac('msg_1', NOW_SECONDS, BODY)}` },
      'wrong',
    ],
    ['of an unknown version alone', { signature: `v2,${mac('msg_1', NOW_SECONDS, BODY)}` }, 'malformed'],
    [
      'as capital hex',
      { signature: `v1,${Buffer.alloc(32, 255).toString('hex').toUpperCase()}` },
      'malformed',
    ],
    ['without a version', { signature: mac('msg_1', NOW_SECONDS, BODY) }, 'malformed'],
    ['of no bytes', { signature: 'v1,' }, 'malformed'],
    ['that is empty', { signature: '' }, 'missing'],
    ['without an id', { id: '' }, 'missing'],
    ['with an id of two lines', { id: 'a\nb' }, 'malformed'],
  ])('%s is refused', (_name, change, expected) => {
    expect(reason(change)).toBe(expected);
  });

  it.each([[[]], [['']], [['whsec_']], [['whsec_!!!!!!!!!!!!!!!!!!!!!!!!']], [['whsec_YWJj']]])(
    'is never accepted by the secrets %j, not even by one made with such a key',
    (secrets) => {
      const key = Buffer.from((secrets[0] ?? '').replace('whsec_', ''), 'base64');
      expect(reason({ signature: `v1,${mac('msg_1', NOW_SECONDS, BODY, key)}` }, secrets)).toBe('wrong');
    },
  );
});

describe('a time', () => {
  it.each([
    [NOW_SECONDS - 300, 'ok'],
    [NOW_SECONDS + 300, 'ok'],
    [NOW_SECONDS - 301, 'too_old'],
    [NOW_SECONDS + 301, 'too_new'],
    [0, 'too_old'],
    [999_999_999_999, 'too_new'],
    [-1, 'malformed'],
    ['1e20', 'malformed'],
    ['abc', 'malformed'],
    ['100000000000000000000', 'malformed'],
    [`${NOW_SECONDS}.5`, 'malformed'],
    [` ${NOW_SECONDS}`, 'malformed'],
  ])('of %s is %s', (at, expected) => {
    expect(reason({ at })).toBe(expected);
  });
});

it('no headers at all are missing', () => {
  expect(verify({ headers: {}, bytes: new Uint8Array() }, [SECRET], NOW)).toEqual({
    ok: false,
    reason: 'missing',
  });
});

const RESERVATION = { confirmation_code: 'HMABC', status_type: 'accept', listing_id: 1, nights: 3 };
const told = (body: unknown) => interpret(Buffer.from(JSON.stringify(body)));

describe('a notification', () => {
  it.each([
    'reservation_acceptance_confirmation',
    'reservation_cancellation_confirmation',
    'reservation_alteration_confirmation',
    'reservation_requested',
    'reservation_request_voided',
  ])('%s names a reservation to fetch, and without its code is parked', (action) => {
    expect(told({ action, reservation: RESERVATION })).toEqual([
      { kind: 'reservation', externalId: 'HMABC', listingId: '1' },
    ]);
    expect(told({ action, reservation: { confirmation_code: 'HMABC' } })).toEqual([
      { kind: 'reservation', externalId: 'HMABC', listingId: null },
    ]);
    expectMalformed({ action });
    expectMalformed({ action, reservation: { listing_id: 1 } });
    expectMalformed({ action, reservation: [] });
  });

  it.each([
    [{ reservation: RESERVATION }, '1'],
    [{ message: { id: 1, reservation_confirmation_code: 'HMABC' } }, null],
    [{ thread: { messages: [{ id: 3 }], attachment: { bookings: [{ confirmation_code: 'HMABC' }] } } }, null],
  ])('message_added with %o may stand for a confirmation', (body, listingId) => {
    expect(told({ action: 'message_added', ...body })).toEqual([
      { kind: 'reservation', externalId: 'HMABC', listingId },
    ]);
  });

  it('message_added about no reservation needs no work', () => {
    expect(told({ action: 'message_added', message: { id: 1 } })).toEqual([
      { kind: 'nothing', action: 'message_added', isKnown: true },
    ]);
  });

  it.each([
    'listing_approval_status_changed',
    'listing_synchronization_settings_updated',
    'listings_mapped',
    'listings_unlinked',
  ])('%s names listings, in any of the ways it may', (action) => {
    const listings = { kind: 'listings', accountId: '77', listingIds: ['1'] };
    expect(told({ action, host_id: 77, listing_id: 1 })).toEqual([listings]);
    expect(told({ action, host_id: '77', listing_ids: ['1', '1'] })).toEqual([listings]);
    expect(told({ action, host_id: 77, updates: [{ listing_id: 1 }] })).toEqual([listings]);
    expect(told({ action, host_id: 77, listing_id: 1, listing_ids: null, updates: null })).toEqual([
      listings,
    ]);
    expectMalformed({ action, host_id: 77 });
    expectMalformed({ action, host_id: 77, listing_id: null });
    expectMalformed({ action, host_id: 77, updates: [{ synchronization_category: null }] });
  });

  it('of a listing that got another id says from which to which', () => {
    const updates = [
      { listing_id: 1, synchronization_category: 'sync_all', after_mapping_listing_id: 2 },
      { listing_id: 3, after_mapping_listing_id: 3 },
      { listing_id: 4, after_mapping_listing_id: null },
    ];
    expect(told({ action: 'listing_synchronization_settings_updated', host_id: 77, updates })).toEqual([
      { kind: 'listing_renamed', accountId: '77', from: '1', to: '2' },
      { kind: 'listings', accountId: '77', listingIds: ['1', '3', '4'] },
    ]);
  });

  it('authorization_revoked names the account, and without it is parked', () => {
    expect(told({ action: 'authorization_revoked', host_id: 77, listing_ids: ['1'] })).toEqual([
      { kind: 'revoked', accountId: '77' },
    ]);
    expectMalformed({ action: 'authorization_revoked', listing_ids: ['1'] });
  });

  it.each(['payout_notification', 'test_notification'])('%s is known and needs no work', (action) => {
    expect(told({ action, more: [1] })).toEqual([{ kind: 'nothing', action, isKnown: true }]);
  });

  it.each(['reservation.created', '__proto__', 'constructor', 'toString'])('%s is unknown', (action) => {
    expect(told({ action })).toEqual([{ kind: 'nothing', action, isKnown: false }]);
  });
});

describe('a body that is odd', () => {
  it.each([
    [''],
    ['\u0000'],
    ['[]'],
    ['null'],
    ['"text"'],
    ['{}'],
    ['{"action":null}'],
    ['{"action":7e'],
    ['{"action":""}'],
    ['action=test_notification'],
    [`${'['.repeat(100_000)}`],
    [`{"action":"message_added","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('is parked: %#', (text) => {
    expect(() => interpret(Buffer.from(text))).toThrow(ChannelError);
  });

  it.each([
    ['\uFEFF{"action":"test_notification"}', { action: 'test_notification', isKnown: true }],
    ['{"action":"x","action":"test_notification"}', { action: 'test_notification', isKnown: true }],
    ['{"action":"test_notification","__proto__":{"a":1}}', { action: 'test_notification', isKnown: true }],
    ['{"action":"x\\u0000\\ud800"}', { action: 'x \ufffd', isKnown: false }],
    ['{"action":"x","a":"\\ud800\\u0000"}', { action: 'x', isKnown: false }],
  ])('is harmless: %j', (text, expected) => {
    expect(interpret(Buffer.from(text))).toEqual([{ kind: 'nothing', ...expected }]);
  });

  it('that is not UTF-8 is harmless too', () => {
    const bytes = Buffer.concat([Buffer.from('{"action":"a'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(interpret(bytes)).toEqual([{ kind: 'nothing', action: 'a\ufffd', isKnown: false }]);
  });
});

function expectMalformed(body: unknown): void {
  expect(() => told(body)).toThrow(expect.objectContaining({ name: 'ChannelError', kind: 'malformed' }));
}
