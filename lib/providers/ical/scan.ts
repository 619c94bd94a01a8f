import { type Opened, type Refused, refuse } from './body.ts';
import { MAX_DEPTH, MAX_EVENTS } from './limits.ts';

/*
 * The line scanner: one pass over unfolded text, linear in its length. It is the only judge of whether an answer is a whole
 * calendar, because the libraries read a login page or half a file as "no events", and no events frees every night.
 */

/** A property as written: parameters with their leading semicolon ('' where there are none), value untouched. */
export type RawValue = { readonly params: string; readonly value: string };

/** What one VEVENT says itself; what its alarms say is not among it. The first of a property that may stand once counts. */
export type RawEvent = {
  /** Of its calendar: METHOD in capitals, or ''. */
  method: string;
  uid: string | null;
  summary: RawValue | null;
  description: RawValue | null;
  start: RawValue | null;
  end: RawValue | null;
  duration: RawValue | null;
  recurrenceId: RawValue | null;
  sequence: string | null;
  status: string;
  transparency: string;
  rules: string[];
  hasExclusionRule: boolean;
  extraDates: RawValue[];
  excludedDates: RawValue[];
};

export type ScannedFeed = {
  readonly ok: true;
  readonly events: readonly RawEvent[];
  readonly productId: string;
  readonly calendarName: string | null;
  /** TZID of a VTIMEZONE -> the X-LIC-LOCATION it carries. Nothing else is read of time zone definitions. */
  readonly zoneHints: ReadonlyMap<string, string>;
  /** Numbers of unfolded lines that are no property. */
  readonly junkLines: readonly number[];
  /** Numbers of unfolded lines between or after the calendars. */
  readonly strayLines: readonly number[];
};

type Scan = {
  readonly stack: string[];
  readonly events: RawEvent[];
  readonly junkLines: number[];
  readonly strayLines: number[];
  readonly zoneHints: Map<string, string>;
  event: RawEvent | null;
  /** The events of the calendar being read begin here: METHOD may follow them. */
  calendarFrom: number;
  method: string;
  productId: string;
  calendarName: string | null;
  zoneId: string;
};

const COLON = 58;
const SEMICOLON = 59;
const QUOTE = 34;

/** Reads the components of opened text; refuses what is not one or more whole, balanced calendars. */
export function scanFeed(opened: Opened): ScannedFeed | Refused {
  const { text } = opened;
  const early = refuseByFirstLine(text);
  if (early) return early;
  const scan = newScan();
  let number = 0;
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from);
    const to = found === -1 ? text.length : found;
    number++;
    if (to > from) {
      const refused = readLine(scan, text.slice(from, to), number);
      if (refused) return refused;
    }
    from = to + 1;
  }
  if (scan.stack.length > 0)
    return refuse('truncated', `The answer breaks off inside ${scan.stack.at(-1)}: its END is missing.`);
  return { ok: true, ...scan };
}

function newScan(): Scan {
  return {
    stack: [],
    events: [],
    junkLines: [],
    strayLines: [],
    zoneHints: new Map(),
    event: null,
    calendarFrom: 0,
    method: '',
    productId: '',
    calendarName: null,
    zoneId: '',
  };
}

function refuseByFirstLine(text: string): Refused | null {
  const start = text.slice(0, 200).trimStart();
  if (/^BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*(\n|$)/i.test(start)) return null;
  if (start === '' && text.trim() === '') return refuse('empty_body', 'The answer is blank.');
  if (start.startsWith('<')) return refuse('html', 'The answer is a web page, not a calendar.');
  return refuse('not_a_calendar', 'The answer does not begin with BEGIN:VCALENDAR.');
}

function readLine(scan: Scan, line: string, number: number): Refused | null {
  const nameEnd = endOfName(line);
  if (nameEnd <= 0) {
    if (line.trim() !== '') (scan.stack.length === 0 ? scan.strayLines : scan.junkLines).push(number);
    return null;
  }
  const name = line.slice(0, nameEnd).toUpperCase().trim();
  const valueAt = startOfValue(line, nameEnd);
  if (name === 'BEGIN' && valueAt !== -1) return begin(scan, line.slice(valueAt));
  if (name === 'END' && valueAt !== -1) return end(scan, line.slice(valueAt));
  if (scan.stack.length === 0) scan.strayLines.push(number);
  else if (valueAt === -1) scan.junkLines.push(number);
  else keep(scan, name, line, nameEnd, valueAt);
  return null;
}

/** Where the name ends: its colon or semicolon; -1 where the line is no property. */
function endOfName(line: string): number {
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === COLON || code === SEMICOLON) return at;
    const isName =
      (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 95 || code === 46;
    if (!isName && !(code >= 48 && code <= 57) && code !== 32) return -1;
  }
  return -1;
}

/** Behind the first colon that no quotes enclose; where quotes never close, behind the first colon of all. */
function startOfValue(line: string, nameEnd: number): number {
  if (line.charCodeAt(nameEnd) === COLON) return nameEnd + 1;
  let quoted = false;
  for (let at = nameEnd; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === QUOTE) quoted = !quoted;
    else if (code === COLON && !quoted) return at + 1;
  }
  const colon = line.indexOf(':', nameEnd);
  return colon === -1 ? -1 : colon + 1;
}

function begin(scan: Scan, value: string): Refused | null {
  const component = value.trim().toUpperCase();
  const { stack } = scan;
  if (stack.length >= MAX_DEPTH) return refuse('too_deep', `Components are nested over ${MAX_DEPTH} deep.`);
  if (stack.length === 0 && component !== 'VCALENDAR')
    return refuse('unbalanced', 'There is a component outside of any VCALENDAR.');
  if (component === 'VEVENT') {
    if (stack.length !== 1) return refuse('unbalanced', 'An event begins inside another component.');
    if (scan.events.length >= MAX_EVENTS)
      return refuse('too_many_events', `There are over ${MAX_EVENTS} events.`);
    scan.event = newEvent();
    scan.events.push(scan.event);
  } else if (component === 'VCALENDAR') {
    if (stack.length !== 0) return refuse('unbalanced', 'A calendar begins inside another component.');
    scan.calendarFrom = scan.events.length;
    scan.method = '';
  } else if (component === 'VTIMEZONE') scan.zoneId = '';
  stack.push(component);
  return null;
}

function end(scan: Scan, value: string): Refused | null {
  const component = value.trim().toUpperCase();
  const open = scan.stack.pop();
  if (open !== component)
    return refuse('unbalanced', `END:${component.slice(0, 40)} closes ${open ?? 'nothing'}.`);
  if (component === 'VEVENT') scan.event = null;
  if (component === 'VCALENDAR') {
    for (let at = scan.calendarFrom; at < scan.events.length; at++) {
      const event = scan.events[at];
      if (event) event.method = scan.method;
    }
  }
  return null;
}

function newEvent(): RawEvent {
  return {
    method: '',
    uid: null,
    summary: null,
    description: null,
    start: null,
    end: null,
    duration: null,
    recurrenceId: null,
    sequence: null,
    status: '',
    transparency: '',
    rules: [],
    hasExclusionRule: false,
    extraDates: [],
    excludedDates: [],
  };
}

function keep(scan: Scan, name: string, line: string, nameEnd: number, valueAt: number): void {
  const depth = scan.stack.length;
  if (depth === 2 && scan.event) keepOfEvent(scan.event, name, line, nameEnd, valueAt);
  else if (depth === 1) keepOfCalendar(scan, name, line.slice(valueAt));
  else if (depth === 2 && scan.stack[1] === 'VTIMEZONE') keepOfZone(scan, name, line.slice(valueAt));
}

function keepOfCalendar(scan: Scan, name: string, value: string): void {
  if (name === 'PRODID' && scan.productId === '') scan.productId = value.trim();
  else if (name === 'METHOD') scan.method = value.trim().toUpperCase();
  else if (name === 'X-WR-CALNAME' || name === 'NAME') scan.calendarName ??= value;
}

function keepOfZone(scan: Scan, name: string, value: string): void {
  if (name === 'TZID') scan.zoneId = value.trim();
  else if (name === 'X-LIC-LOCATION' && scan.zoneId !== '') scan.zoneHints.set(scan.zoneId, value.trim());
}

function keepOfEvent(event: RawEvent, name: string, line: string, nameEnd: number, valueAt: number): void {
  const raw = (): RawValue => ({ params: line.slice(nameEnd, valueAt - 1), value: line.slice(valueAt) });
  switch (name) {
    case 'UID':
      event.uid ??= line.slice(valueAt);
      break;
    case 'SUMMARY':
      event.summary ??= raw();
      break;
    case 'DESCRIPTION':
      event.description ??= raw();
      break;
    case 'DTSTART':
      event.start ??= raw();
      break;
    case 'DTEND':
      event.end ??= raw();
      break;
    case 'DURATION':
      event.duration ??= raw();
      break;
    case 'RECURRENCE-ID':
      event.recurrenceId ??= raw();
      break;
    case 'SEQUENCE':
      event.sequence ??= line.slice(valueAt);
      break;
    case 'STATUS':
      event.status ||= line.slice(valueAt).trim().toUpperCase();
      break;
    case 'TRANSP':
      event.transparency ||= line.slice(valueAt).trim().toUpperCase();
      break;
    case 'RRULE':
      event.rules.push(line.slice(valueAt).trim());
      break;
    case 'EXRULE':
      event.hasExclusionRule = true;
      break;
    case 'RDATE':
      event.extraDates.push(raw());
      break;
    case 'EXDATE':
      event.excludedDates.push(raw());
      break;
  }
}
