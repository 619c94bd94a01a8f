import type { HttpAnswer } from '#lib/platform/http.ts';
import { all } from '#lib/platform/xml/pick.ts';
import { el, type Xml } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import type { QueueName, QueuePort } from '../queue-contract.ts';
import { callXml, isSuccess, needRoot, type Reach, readAnswer, told, urlOf } from './client.ts';
import { refusal } from './errors.ts';
import { rejected } from './machine.ts';
import { errorElement, messageRoot } from './ota-answer.ts';
import { readOtaMessage } from './ota-message.ts';

/*
 * Two queues, two addresses: new reservations, and changed and cancelled ones. A GET answers with a request, we post the
 * answer to the same address, and that is answered once more. What is not acknowledged comes again; what is changed before
 * it was acknowledged comes as new, with the newest content
 * (https://developers.booking.com/connectivity/docs/reservations-api/reservations-process-ota).
 */

const NAMES: Readonly<Record<QueueName, { path: string; list: string; entry: string }>> = {
  new: { path: 'OTA_HotelResNotif', list: 'HotelReservations', entry: 'HotelReservation' },
  modified: { path: 'OTA_HotelResModifyNotif', list: 'HotelResModifies', entry: 'HotelResModify' },
};

export function bookingQueues(reach: Reach): QueuePort {
  return {
    minSeconds: 20,
    pauseSeconds: 5,
    deadlineMinutes: 30,
    poll: (access, queue, groupIds) => poll(reach, access, queue, groupIds),
    acknowledge: (access, message) => acknowledge(reach, access, message),
  };
}

const NOTHING = { items: [], bytes: new Uint8Array(0) };

async function poll(
  reach: Reach,
  access: Access,
  queue: QueueName,
  groupIds: readonly string[] | null,
): ReturnType<QueuePort['poll']> {
  if (groupIds?.length === 0) return NOTHING;
  const { path } = NAMES[queue];
  const query = groupIds === null ? {} : { hotel_ids: groupIds.join(',') };
  const answer = await callXml(reach, access, {
    url: urlOf(reach.secureUrl, `/hotels/ota/${path}`, query as Record<string, string>), // one of two shapes
  });
  if (answer.status === 204) return NOTHING;
  const read = told(answer);
  needRoot(read, `${path}RQ`);
  return { items: readOtaMessage(read).items, bytes: read.bytes };
}

type Message = Parameters<QueuePort['acknowledge']>[1];

/** One reservation a request: a refusal of one among several cannot be said. Saying it again changes nothing. */
async function acknowledge(reach: Reach, access: Access, message: Message): Promise<'heard' | 'stale'> {
  const { path } = NAMES[message.queue];
  const answer = await callXml(reach, access, {
    url: urlOf(reach.secureUrl, `/hotels/ota/${path}`),
    body: acknowledgement(message, reach.clock.now()),
  });
  // 409: the token does not match, it changed since. 400: not its latest message, or it went to the other queue.
  if (answer.status === 409 || answer.status === 400) return 'stale';
  if (!isSuccess(answer)) throw refusal(answer);
  needSuccess(answer);
  return 'heard';
}

function needSuccess(answer: HttpAnswer): void {
  const { root } = readAnswer(answer);
  if (all(root, 'Success').length === 0)
    throw rejected('Booking.com did not take our acknowledgement.', answer.status);
}

/** OTA_HotelResNotifRS or OTA_HotelResModifyNotifRS, for one reservation. */
export function acknowledgement(message: Message, now: Temporal.Instant): Xml {
  const { path, list, entry } = NAMES[message.queue];
  const { externalId, ackToken, confirmation, refusal: refused } = message;
  if (refused !== null)
    return messageRoot(
      `${path}RS`,
      { now },
      el('Errors', {}, errorElement('Error', { ...refused, recordId: externalId })),
    );
  const ids = [
    el('HotelReservationID', { ResID_Value: externalId, ResID_Source: 'BOOKING.COM', ResID_Type: '14' }),
    el('HotelReservationID', {
      ResID_Value: confirmation.slice(0, 64),
      ResID_Source: 'RT',
      ResID_Type: '14',
    }),
    ackToken === null
      ? null
      : el('HotelReservationID', { ResID_Value: ackToken, ResID_Source: 'BOOKING.COM', ResID_Type: '18' }),
  ];
  return messageRoot(
    `${path}RS`,
    { now },
    el('Success'),
    el(list, {}, el(entry, {}, el('ResGlobalInfo', {}, el('HotelReservationIDs', {}, ids)))),
  );
}
