import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, every, first, textOf } from '#lib/platform/xml/pick.ts';
import { readXml } from '#lib/platform/xml/read.ts';
import { document } from '#lib/platform/xml/write.ts';
import type { DoorPort, QueueName } from '../queue-contract.ts';
import { bookingDoor } from './door.ts';
import { notification, own } from './examples.ts';
import { acknowledgement } from './queues.ts';

const NOW = Temporal.Instant.from('2026-11-20T12:00:00.123Z');

type Result = Parameters<DoorPort['answer']>[1];
const told = (kind: QueueName | null, result: Partial<Result>) => {
  const { bytes, contentType } = bookingDoor.answer(
    kind,
    { echo: null, items: [], fault: null, ...result },
    NOW,
  );
  expect(contentType).toBe('application/xml; charset=utf-8');
  return readXml(bytes).root;
};
const taken = (externalId: string) => ({ externalId, confirmation: `our-${externalId}`, error: null });
const refused = (externalId: string | null, code: string, message = 'No.') => ({
  externalId,
  confirmation: null,
  error: { code, message },
});

describe('what is read at the door', () => {
  it('says which answer it wants, and what that must repeat', () => {
    const message = notification([own()]).replace('Target=', 'EchoToken="echo-1" Target=');
    const read = bookingDoor.read(Buffer.from(message), 'text/xml');
    expect(read).toMatchObject({ kind: 'new', echo: 'echo-1' });
    const changed = notification([own({}, 'HotelResModify')], 'modified');
    expect(bookingDoor.read(Buffer.from(changed), null)).toMatchObject({ kind: 'modified', echo: null });
  });

  it('may be stored: no card is in it, nor in what is kept of what cannot be read', () => {
    const card = '<PaymentCard CardNumber="4111111111111111" SeriesCode="737"/>';
    const message = Buffer.from(notification([own({ card })]));
    expect(Buffer.from(bookingDoor.read(message, null).bytes).toString()).not.toMatch(/4111|737/);
    const half = message.subarray(0, message.length - 40);
    expect(() => bookingDoor.read(half, null)).toThrow(expect.objectContaining({ kind: 'malformed' }));
    expect(Buffer.from(bookingDoor.blank(half)).toString()).not.toMatch(/4111|737/);
  });

  it('is decoded by its header', () => {
    const message = notification([own({ surname: 'Müller' })]).replace(/<\?xml[^>]*>/, '');
    const read = bookingDoor.read(Buffer.from(message, 'latin1'), 'text/xml; charset="ISO-8859-1"');
    expect(read.items[0]?.reservation?.rooms[0]?.guest.name).toBe('Müller');
  });
});

describe('the answer', () => {
  it('to what was taken is Success with its number and ours', () => {
    const root = told('new', { echo: 'echo-1', items: [taken('1'), taken('2')] });
    expect(root.name).toBe('OTA_HotelResNotifRS');
    expect(attribute(root, 'EchoToken')).toBe('echo-1');
    expect(attribute(root, 'TimeStamp')).toBe('2026-11-20T12:00:00Z');
    expect(root.children.map((child) => child.name)).toEqual(['Success', 'HotelReservations']);
    const ids = every(
      root,
      'HotelReservations',
      'HotelReservation',
      'ResGlobalInfo',
      'HotelReservationIDs',
      'HotelReservationID',
    );
    expect(ids.map((id) => attribute(id, 'ResID_Value'))).toEqual(['1', 'our-1', '2', 'our-2']);
  });

  it('to some that were taken is Success with a Warning for each of the others', () => {
    const root = told('modified', { items: [taken('1'), refused('2', 'unknown_room', 'No such room.')] });
    expect(root.name).toBe('OTA_HotelResModifyNotifRS');
    expect(root.children.map((child) => child.name)).toEqual(['Success', 'Warnings', 'HotelResModifies']);
    const [warning] = every(root, 'Warnings', 'Warning');
    expect(attribute(warning, 'RecordID')).toBe('2');
    expect(attribute(warning, 'Code')).toBe('402');
    expect(attribute(warning, 'Status')).toBe('NotProcessed');
  });

  it('to all that were refused is Errors alone', () => {
    const root = told('new', { items: [refused('1', '392'), refused(null, 'missing')] });
    expect(root.children.map((child) => child.name)).toEqual(['Errors']);
    const errors = every(root, 'Errors', 'Error');
    expect(errors.map((error) => [attribute(error, 'Code'), attribute(error, 'RecordID')])).toEqual([
      ['392', '1'],
      ['321', null],
    ]);
  });

  it.each([
    ['unknown_property', '392', '3'],
    ['unknown_room', '402', '3'],
    ['invalid_dates', '404', '3'],
    ['forbidden', '497', '6'],
    ['missing', '321', '10'],
    ['system', '448', '12'],
    ['something_new', '450', '3'],
  ])('says %s as code %s of type %s', (word, code, type) => {
    const [error] = every(told('new', { items: [refused('1', word)] }), 'Errors', 'Error');
    expect([attribute(error, 'Code'), attribute(error, 'Type')]).toEqual([code, type]);
  });

  it('to what could not be read says why, in 64 characters and again in full', () => {
    const fault = `Only OTA_HotelResNotifRQ and OTA_HotelResModifyNotifRQ are taken here. ${'<x>'.repeat(30)}`;
    const error = first(told(null, { fault }), 'Errors', 'Error');
    expect(attribute(error, 'ShortText')).toHaveLength(64);
    expect(textOf(error)).toBe(fault);
  });
});

describe('whatever is said', () => {
  it('is read as it was meant', () => {
    const TEXT = fc.string({ unit: 'binary', maxLength: 40 });
    const ID = fc.stringMatching(/^[\x21-\x7e]{1,64}$/);
    const item = fc.record({ externalId: ID, message: TEXT, isTaken: fc.boolean() });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), ID, (items, echo) => {
        const root = told('new', {
          echo,
          items: items.map(({ externalId, message, isTaken }) =>
            isTaken ? taken(externalId) : refused(externalId, 'unknown_room', message),
          ),
        });
        expect(attribute(root, 'EchoToken')).toBe(echo);
        const kept = items.filter((one) => one.isTaken);
        const said = every(root, 'HotelReservations', 'HotelReservation').map((one) =>
          attribute(first(one, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID'), 'ResID_Value'),
        );
        expect(said).toEqual(kept.map((one) => one.externalId));
        const trouble = [...every(root, 'Warnings', 'Warning'), ...every(root, 'Errors', 'Error')];
        expect(trouble.map((one) => attribute(one, 'RecordID'))).toEqual(
          items.filter((one) => !one.isTaken).map((one) => one.externalId),
        );
        for (const one of trouble)
          expect([...(attribute(one, 'ShortText') ?? '')].length).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('in an acknowledgement is read as it was meant', () => {
    const ID = fc.stringMatching(/^[\x21-\x7e]{1,64}$/);
    fc.assert(
      fc.property(ID, ID, fc.option(ID), (externalId, confirmation, ackToken) => {
        const message = { queue: 'modified', externalId, ackToken, confirmation, refusal: null } as const;
        const { root } = readXml(document(acknowledgement(message, NOW)));
        const ids = every(
          root,
          'HotelResModifies',
          'HotelResModify',
          'ResGlobalInfo',
          'HotelReservationIDs',
          'HotelReservationID',
        );
        expect(ids.map((id) => attribute(id, 'ResID_Value'))).toEqual(
          [externalId, confirmation, ackToken].filter((id) => id !== null),
        );
      }),
    );
  });
});
