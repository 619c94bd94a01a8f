import { charsetOf } from '#lib/platform/xml/decode.ts';
import { attribute } from '#lib/platform/xml/pick.ts';
import { document, el, type Xml } from '#lib/platform/xml/write.ts';
import { ChannelError } from '../errors.ts';
import type { DoorPort, PushedResult, QueueName } from '../queue-contract.ts';
import { blankCards } from './blank-cards.ts';
import { errorElement, messageRoot } from './ota-answer.ts';
import { readDocument, readOtaMessage } from './ota-message.ts';

/*
 * Reservations that are pushed to us: OTA_HotelResNotifRQ and OTA_HotelResModifyNotifRQ, answered in the same breath. Booking.com
 * pushes none; others that speak OTA do.
 */

const PUSHED: readonly string[] = ['OTA_HotelResNotifRQ', 'OTA_HotelResModifyNotifRQ'];
const CONTENT_TYPE = 'application/xml; charset=utf-8';

export const bookingDoor: DoorPort = { blank: blankCards, read, answer };

function read(raw: Uint8Array, contentType: string | null): ReturnType<DoorPort['read']> {
  const bytes = blankCards(raw);
  if (bytes.byteLength === 0 && raw.byteLength > 0)
    throw new ChannelError(
      'malformed',
      'Only UTF-8 and ISO-8859-1 are read; the message is in another encoding.',
    );
  const document = readDocument(bytes, charsetOf(contentType));
  if (!PUSHED.includes(document.root.name))
    throw new ChannelError('malformed', `Only ${PUSHED.join(' and ')} are taken here.`);
  const { root, kind, items } = readOtaMessage(document);
  if (items.length === 0) throw new ChannelError('malformed', 'The message holds no reservation.');
  return { kind, items, bytes, echo: attribute(root, 'EchoToken') };
}

/**
 * The RS of the kind. All refused, or the message as a whole: Errors. Some refused: Success with a Warning for each, by its
 * RecordID, since Success and Errors exclude each other. ShortText is at most 64 characters.
 */
function answer(
  kind: QueueName | null,
  { echo, items, fault, faultCode = 'malformed' }: Parameters<DoorPort['answer']>[1],
  now: Temporal.Instant,
): ReturnType<DoorPort['answer']> {
  const name = kind === 'modified' ? 'OTA_HotelResModifyNotifRS' : 'OTA_HotelResNotifRS';
  const root = messageRoot(
    name,
    { now, echo },
    ...contentOf(kind ?? 'new', items, fault === null ? null : { code: faultCode, message: fault }),
  );
  return { bytes: document(root), contentType: CONTENT_TYPE };
}

type Fault = { readonly code: string; readonly message: string };

function contentOf(kind: QueueName, items: readonly PushedResult[], fault: Fault | null): (Xml | null)[] {
  if (fault !== null) return [el('Errors', {}, errorElement('Error', fault))];
  const refused = items.flatMap(({ externalId, error }) =>
    error === null ? [] : [{ ...error, recordId: externalId }],
  );
  if (refused.length > 0 && refused.length === items.length)
    return [
      el(
        'Errors',
        {},
        refused.map((one) => errorElement('Error', one)),
      ),
    ];
  const warnings = refused.map((one) => errorElement('Warning', one));
  return [
    el('Success'),
    warnings.length === 0 ? null : el('Warnings', {}, warnings),
    taken(
      kind,
      items.filter((item) => item.error === null),
    ),
  ];
}

/** What was taken, by its number and ours. */
function taken(kind: QueueName, items: readonly PushedResult[]): Xml | null {
  const entries = items.flatMap(({ externalId, confirmation }) => {
    if (externalId === null) return [];
    const own = confirmation === null ? null : { ResID_Value: confirmation.slice(0, 64), ResID_Source: 'RT' };
    const ids = el(
      'HotelReservationIDs',
      {},
      el('HotelReservationID', { ResID_Value: externalId, ResID_Type: '14' }),
      own && el('HotelReservationID', { ...own, ResID_Type: '14' }),
    );
    const info = el('ResGlobalInfo', {}, ids);
    return [el(kind === 'modified' ? 'HotelResModify' : 'HotelReservation', {}, info)];
  });
  if (entries.length === 0) return null;
  return el(kind === 'modified' ? 'HotelResModifies' : 'HotelReservations', {}, entries);
}
