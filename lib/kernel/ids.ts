/**
 * Our ids are text: a short prefix that says what it names, then 24 characters of base 32 that sort by time
 * (10 characters of milliseconds, 2 that count within one, so that ids made by one process sort as they were made)
 * and end in 60 random bits. An id is a name, never a secret.
 */
const PREFIX = {
  organization: 'org',
  user: 'usr',
  membership: 'mem',
  session: 'ses',
  invitation: 'inv',
  apiKey: 'key',
  property: 'prp',
  unit: 'unt',
  reservation: 'rsv',
  stay: 'sty',
  hold: 'hld',
  block: 'blk',
  conflict: 'cfl',
  calendar: 'cal',
  event: 'evt',
  subscriber: 'sub',
  token: 'tok',
  fetch: 'fch',
  message: 'msg',
  run: 'run',
  job: 'job',
  journal: 'jrn',
  request: 'req',
  channelApp: 'app',
  connection: 'con',
  connectFlow: 'flw',
  connectSteps: 'cst',
  machineToken: 'mct',
  queueMessage: 'qms',
  listing: 'lst',
  mapping: 'map',
  webhookCall: 'whc',
  quarantine: 'qua',
  foundClosure: 'fcl',
  delivery: 'dlv',
  notice: 'ntc',
  noticeMessage: 'ntm',
  turnoverLink: 'tol',
} as const;

export type IdKind = keyof typeof PREFIX;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const PER_MILLISECOND = 32 * 32;
let last = 0;

export function newId(kind: IdKind): string {
  // A clock that stands or steps back must not bring an id that sorts before one made earlier.
  last = Math.max(Temporal.Now.instant().epochMilliseconds * PER_MILLISECOND, last + 1);
  let rest = last;
  let head = '';
  for (let i = 0; i < 12; i++) {
    head = ALPHABET.charAt(rest % 32) + head;
    rest = Math.floor(rest / 32);
  }
  let tail = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(12))) tail += ALPHABET.charAt(byte & 31);
  return `${PREFIX[kind]}_${head}${tail}`;
}

export function isId(kind: IdKind, text: string): boolean {
  return text.startsWith(`${PREFIX[kind]}_`) && /^[a-z]{3}_[0-9a-z]{24}$/.test(text);
}
