import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { readXml } from '#lib/platform/xml/read.ts';
import { document, type Xml } from '#lib/platform/xml/write.ts';
import { bookingDoor } from '#lib/providers/booking/door.ts';
import { readRequest } from '#lib/providers/booking/ota-reader.ts';
import { availRequest, rateRequest } from '#lib/providers/booking/push-messages.ts';
import { planPush } from '#lib/providers/booking/push-plan.ts';
import { acknowledgement } from '#lib/providers/booking/queues.ts';
import type { NightSet } from '#lib/providers/push-contract.ts';
import { noSchemas, schemaErrors } from '#tests/support/ota-schemas.ts';

/*
 * All that we say in OpenTravel's words, held against its schemas of 2010A: the one release in which acknowledgements,
 * availability and rates all have the shape that Booking.com documents.
 */

const NOW = Temporal.Instant.from('2026-11-20T12:00:00Z');
const LONG = `The room type "${'x'.repeat(100)}" is <unknown> & so on – ${'ü'.repeat(100)}`;

const sets: NightSet[] = [
  { units: 0 },
  { units: 300 },
  { minStay: 3, maxStay: 14, closedToArrival: true },
  { closedToArrival: false },
  { closedToDeparture: true },
  { minStay: 1 },
  { priceMinor: 12_345 },
];
const listing = (currency: string, ratePlanId: string | null = '2001') => ({
  externalId: '100101',
  groupId: '777',
  ratePlanId,
  currency,
});
const calls = sets.flatMap((set, at) =>
  ['EUR', 'JPY', 'KWD'].flatMap((currency) =>
    planPush([
      {
        listing: listing(currency),
        checkIn: night(`2027-0${at + 1}-01`),
        checkOut: night(`2027-0${at + 1}-11`),
        set,
      },
    ]),
  ),
);
const ack = { externalId: '4000000001', ackToken: null, confirmation: 'res_0123', refusal: null } as const;
const answer = (...args: Parameters<typeof bookingDoor.answer>) => bookingDoor.answer(...args).bytes;
const result = (externalId: string, code: string | null) => ({
  externalId,
  confirmation: code === null ? 'res_1' : null,
  error: code === null ? null : { code, message: LONG },
});
const said = (xml: Xml) => document(xml);

const MESSAGES: readonly (readonly [string, Uint8Array])[] = [
  ...calls.map((call): readonly [string, Uint8Array] =>
    call.kind === 'rates'
      ? ['OTA_HotelRateAmountNotifRQ', said(rateRequest(call.records, NOW))]
      : ['OTA_HotelAvailNotifRQ', said(availRequest(call.records, NOW))],
  ),
  ['OTA_HotelResNotifRS', said(acknowledgement({ ...ack, queue: 'new' }, NOW))],
  ['OTA_HotelResNotifRS', said(acknowledgement({ ...ack, queue: 'new', ackToken: 'a1b2' }, NOW))],
  ['OTA_HotelResModifyNotifRS', said(acknowledgement({ ...ack, queue: 'modified' }, NOW))],
  ...(['new', 'modified'] as const).flatMap((queue) => {
    const root = queue === 'new' ? 'OTA_HotelResNotifRS' : 'OTA_HotelResModifyNotifRS';
    const refusal = { code: 'unknown_room', message: LONG };
    const made: (readonly [string, Uint8Array])[] = [
      [root, said(acknowledgement({ ...ack, queue, refusal }, NOW))],
      [
        root,
        answer(queue, { echo: 'echo-1', items: [result('1', null), result('2', null)], fault: null }, NOW),
      ],
      [
        root,
        answer(
          queue,
          { echo: null, items: [result('1', null), result('2', 'unknown_room')], fault: null },
          NOW,
        ),
      ],
      [
        root,
        answer(queue, { echo: 'x'.repeat(400), items: [result('y'.repeat(90), '404')], fault: null }, NOW),
      ],
      [root, answer(queue, { echo: null, items: [], fault: LONG }, NOW)],
    ];
    return made;
  }),
  ['OTA_HotelResNotifRS', answer(null, { echo: null, items: [], fault: 'The message is empty.' }, NOW)],
  [
    'OTA_ReadRQ',
    said(readRequest({ kind: 'list', groupId: '777', start: '2026-11-01', byChange: false }, NOW)),
  ],
  [
    'OTA_ReadRQ',
    said(readRequest({ kind: 'list', groupId: null, start: '2026-11-01T10:00:00Z', byChange: true }, NOW)),
  ],
  ['OTA_ReadRQ', said(readRequest({ kind: 'one', code: '4000000001' }, NOW))],
];

describe('what we say in OTA', () => {
  it('is read by our own reader, under the root that it is meant to have', () => {
    for (const [root, bytes] of MESSAGES) expect(readXml(bytes).root.name).toBe(root);
  });

  it('keeps what answers may hold: 64 characters of ShortText and of RecordID, 128 of EchoToken', () => {
    for (const [, bytes] of MESSAGES) {
      const text = Buffer.from(bytes).toString();
      for (const [, short = ''] of text.matchAll(/ShortText="([^"]*)"/g))
        expect(short.replace(/&\w+;/g, '_').length).toBeLessThanOrEqual(64);
      for (const [, id = ''] of text.matchAll(/(?:RecordID)="([^"]*)"/g))
        expect(id.length).toBeLessThanOrEqual(64);
      for (const [, echo = ''] of text.matchAll(/EchoToken="([^"]*)"/g))
        expect(echo.length).toBeLessThanOrEqual(128);
    }
  });

  it.skipIf(noSchemas !== null)(
    `is valid by OpenTravel 2010A${noSchemas === null ? '' : ` (skipped: ${noSchemas})`}`,
    () => {
      for (const [root, bytes] of MESSAGES) expect(schemaErrors(root, bytes)).toBe('');
    },
    60_000,
  );

  it.skipIf(noSchemas !== null)(
    `would be found out if it were not${noSchemas === null ? '' : ` (skipped: ${noSchemas})`}`,
    () => {
      const [[root, bytes] = ['', new Uint8Array(0)]] = MESSAGES;
      const odd = Buffer.from(Buffer.from(bytes).toString().replace('BookingLimit="0"', 'BookingLimit="-1"'));
      expect(schemaErrors(root, odd)).toContain('BookingLimit');
    },
  );
});
