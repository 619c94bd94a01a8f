import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { readXml } from '#lib/platform/xml/read.ts';
import { readPushAnswer } from './push-answer.ts';
import type { PushRecord } from './push-messages.ts';

const record = (recordId: string): PushRecord => ({
  recordId,
  listing: { externalId: '100101', groupId: '777', ratePlanId: '2001', currency: 'EUR' },
  checkIn: night('2027-01-01'),
  checkOut: night('2027-01-05'),
  set: { units: 1 },
});
const RECORDS = ['1', '2', '3'].map(record);

function answer(inside: string, status = 200) {
  const root = readXml(
    Buffer.from(`<OTA_HotelAvailNotifRS xmlns="urn:ota" Version="1.005">${inside}</OTA_HotelAvailNotifRS>`),
  ).root;
  const { outcomes, warnings } = readPushAnswer(root, RECORDS, status);
  return {
    outcomes: outcomes.map((one) => `${one.recordId} ${one.outcome} ${one.code ?? ''}`.trim()),
    warnings,
  };
}

const error = (more: string) => `<Error Type="3" Code="402" Status="NotProcessed" ${more}/>`;
const warning = (more: string) => `<Warning Type="3" Code="402" ${more}/>`;
const ALL = ['1 accepted', '2 accepted', '3 accepted'];

describe('an answer to a push', () => {
  it.each([
    ['yes', '<Success/>', 200, ALL],
    [
      'yes but for one',
      `<Success/><Warnings>${warning('Status="NotProcessed" RecordID="2" ShortText="ROOM_ID_INVALID 100101"')}</Warnings>`,
      200,
      ['1 accepted', '2 refused ROOM_ID_INVALID', '3 accepted'],
    ],
    [
      'no for one, and nothing said of the others',
      `<Errors>${error('RecordID="2" ShortText="no such room"')}</Errors>`,
      200,
      ['1 accepted', '2 refused 402', '3 accepted'],
    ],
    [
      "no for a record's second message",
      `<Success/><Warnings>${warning('Status="NotProcessed" RecordID="1000003" ShortText="x"')}</Warnings>`,
      200,
      ['1 accepted', '2 accepted', '3 refused 402'],
    ],
    [
      'no for all',
      `<Errors>${['1', '2', '3'].map((id) => error(`RecordID="${id}" ShortText="NOT_A_VALID_DATE"`)).join('')}</Errors>`,
      400,
      ['1 refused NOT_A_VALID_DATE', '2 refused NOT_A_VALID_DATE', '3 refused NOT_A_VALID_DATE'],
    ],
    [
      'no for all, and not all are named: those may have been done',
      `<Errors>${error('RecordID="1" ShortText="x"')}</Errors>`,
      400,
      ['1 refused 402', '2 failed unclear', '3 failed unclear'],
    ],
    [
      'no for the request as a whole',
      `<Errors>${error('ShortText="ONE_MONTH_PER_REQUEST"')}</Errors>`,
      400,
      [
        '1 refused ONE_MONTH_PER_REQUEST',
        '2 refused ONE_MONTH_PER_REQUEST',
        '3 refused ONE_MONTH_PER_REQUEST',
      ],
    ],
    [
      'an error of its own',
      '<Errors><Error Type="12" Code="448" ShortText="INTERNAL_SERVER_ERROR"/></Errors>',
      200,
      ['1 failed INTERNAL_SERVER_ERROR', '2 failed INTERNAL_SERVER_ERROR', '3 failed INTERNAL_SERVER_ERROR'],
    ],
    [
      'part of one was done',
      `<Success/><Warnings>${warning('Status="Partial" RecordID="3" ShortText="WARN_DUPLICATE_DATES"')}</Warnings>`,
      200,
      ['1 accepted', '2 accepted', '3 failed WARN_DUPLICATE_DATES'],
    ],
    [
      'a warning that does not say whether',
      `<Success/><Warnings>${warning('RecordID="3" ShortText="x"')}</Warnings>`,
      200,
      ['1 accepted', '2 accepted', '3 refused 402'],
    ],
  ])('%s', (_what, inside, status, outcomes) => {
    expect(answer(inside, status).outcomes).toEqual(outcomes);
  });

  it('has warnings about nobody, or about what was done: they refuse nothing', () => {
    const told = answer(
      `<Success/><Warnings>${warning('Status="Complete" RecordID="1" ShortText="Price far from the usual"')}${warning('Status="NotProcessed" ShortText="Version 1.1 ends soon"')}</Warnings>`,
    );
    expect(told).toEqual({ outcomes: ALL, warnings: ['Price far from the usual', 'Version 1.1 ends soon'] });
  });

  it('with a RecordID that is none of ours is about all', () => {
    expect(answer(`<Errors>${error('RecordID="99" ShortText="x"')}</Errors>`).outcomes).toEqual([
      '1 refused 402',
      '2 refused 402',
      '3 refused 402',
    ]);
  });

  it('that says neither yes nor no is none', () => {
    expect(() => answer('')).toThrow(expect.objectContaining({ kind: 'malformed' }));
    expect(() => answer('<Warnings/>')).toThrow(expect.objectContaining({ kind: 'malformed' }));
  });
});
