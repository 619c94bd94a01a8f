import { plain } from '#lib/kernel/plain-text.ts';
import { el, type Xml } from '#lib/platform/xml/write.ts';
import { OTA_NAMESPACE } from './ota-message.ts';

const RESERVATION_VERSION = '2.001';

/** The root of a message of ours. */
export function messageRoot(
  name: string,
  about: { readonly now: Temporal.Instant; readonly version?: string; readonly echo?: string | null },
  ...content: readonly (Xml | null | readonly Xml[])[]
): Xml {
  const attributes = {
    xmlns: OTA_NAMESPACE,
    EchoToken: about.echo?.slice(0, 128) || null,
    TimeStamp: about.now.round('second').toString(),
    Target: 'Production',
    Version: about.version ?? RESERVATION_VERSION,
  };
  return el(name, attributes, ...content);
}

/** OpenTravel's list ERR, by our words for what is wrong. */
const CODES: Readonly<Record<string, string>> = {
  malformed: '367',
  unreadable: '367',
  missing: '321',
  invalid_value: '320',
  invalid_date: '15',
  invalid_dates: '404',
  unknown_property: '392',
  unknown_room: '402',
  unknown_reservation: '245',
  other_property: '392',
  forbidden: '497',
  no_reservation: '284',
  busy: '191',
  system: '448',
};
const UNABLE = '450';
const SYSTEM: readonly string[] = ['448', '191', '187'];

const SHORT_MAX = 64;
const RECORD_MAX = 64;

/**
 * An Error or Warning. ShortText holds 64 characters, the whole sentence follows as its text; Type is of list EWT: 3 business
 * rule, 6 authorisation, 12 processing, 10 required field missing.
 * @param code of list ERR, or a word of ours
 */
export function errorElement(
  name: 'Error' | 'Warning',
  told: { readonly code: string; readonly message: string; readonly recordId?: string | null },
): Xml {
  const code = /^\d{1,3}$/.test(told.code) ? told.code : (CODES[told.code] ?? UNABLE);
  const message = plain(told.message, 500) ?? 'It could not be processed.';
  const short =
    [...message].length > SHORT_MAX ? `${[...message].slice(0, SHORT_MAX - 1).join('')}…` : message;
  const attributes = {
    Type: SYSTEM.includes(code) ? '12' : code === '497' ? '6' : code === '321' ? '10' : '3',
    ShortText: short,
    Code: code,
    Status: name === 'Warning' ? 'NotProcessed' : null,
    RecordID: told.recordId?.slice(0, RECORD_MAX) || null,
  };
  return el(name, attributes, short === message ? null : message);
}
