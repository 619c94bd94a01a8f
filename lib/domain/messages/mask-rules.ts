import { masked } from '../deliveries/mask-rules.ts';

const BLANK = '•••';
const CUT = 64 * 1024;

/** Parts of field names that hold a person's data, wherever in the name they stand: "guest_first_name". */
const PERSON =
  'first_?name|last_?name|given_?name|surname|middle_?name|full_?name|guest_?name|contact_?name|e-?mail|phone|telephone|street|address|zip|postal|city|company|passport|birth|remark|note|message|comment|request|cc_|card';
/** Objects that are a person. */
const PEOPLE = 'contact|customer|guest|booker|traveller|traveler|client|user';

const RULES: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(
      `("[\\w-]*(?:${PERSON})[\\w-]*"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*(?:"|$)|\\[[^\\[\\]]*\\]|-?[0-9][0-9.]*)`,
      'gi',
    ),
    `$1"${BLANK}"`,
  ],
  [new RegExp(`("(?:${PEOPLE})s?"\\s*:\\s*)\\{[^{}]*\\}`, 'gi'), `$1"${BLANK}"`],
  [
    new RegExp(`(<(?:[\\w-]+:)?[\\w-]*(?:${PERSON}|Text)[\\w-]*(?:\\s[^<>]*)?>)[^<]+(?=</|$)`, 'gi'),
    `$1${BLANK}`,
  ],
];

/** iCalendar lines that name people, or hold what a host or guest wrote. */
const LINE =
  /^((?:SUMMARY|DESCRIPTION|ATTENDEE|ORGANIZER|CONTACT|LOCATION|COMMENT|URL|ATTACH|X-[A-Z0-9-]+)(?:;[^:\r\n]*)?):.*$/gim;

/** What came in as text for a person: secrets, people's data and cards blanked, long ones cut. */
export function maskedInbound(bytes: Uint8Array): string {
  const head = new TextDecoder().decode(bytes.subarray(0, 2048));
  if (/^\s*(\uFEFF)?BEGIN:VCALENDAR/i.test(head)) return maskedCalendar(bytes);
  return RULES.reduce((left, [pattern, by]) => left.replace(pattern, by), masked(bytes));
}

/** Folded lines are unfolded first: else what goes on in the next line would stay. Parameters name people too. */
function maskedCalendar(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, CUT)).replace(/\r?\n[ \t]/g, '');
  const blanked = text.replace(LINE, (_line, name: string) => `${name.replace(/;.*$/s, '')}:${BLANK}`);
  const safe = masked(new TextEncoder().encode(blanked));
  return bytes.length > CUT ? `${safe}\n…` : safe;
}
