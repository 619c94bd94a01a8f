/**
 * Our ids are text: a short prefix that says what it names, then 24 characters of base 32 that sort by time
 * (50 bits of milliseconds would do; 10 characters) and end in 70 random bits. An id is a name, never a secret.
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
} as const;

export type IdKind = keyof typeof PREFIX;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export function newId(kind: IdKind): string {
  let time = Temporal.Now.instant().epochMilliseconds;
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = ALPHABET.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(14));
  let tail = '';
  for (const byte of random) tail += ALPHABET.charAt(byte & 31);
  return `${PREFIX[kind]}_${head}${tail}`;
}

export function isId(kind: IdKind, text: string): boolean {
  return text.startsWith(`${PREFIX[kind]}_`) && /^[a-z]{3}_[0-9a-z]{24}$/.test(text);
}
