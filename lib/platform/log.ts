import { type DestinationStream, type Logger, pino } from 'pino';
import { redactUrl } from './redact-url.ts';

/*
 * One JSON object a line. Two nets keep secrets out: values under telling names are dropped at any depth, and addresses
 * and bearer tokens inside any text lose what could open something.
 */

export type { Logger } from 'pino';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

const HIDDEN = '[redacted]';
const MAX_DEPTH = 8;

/** Compared without case, `_` and `-`; a name that contains one of these is dropped. */
const SECRET_NAMES = [
  'token',
  'secret',
  'password',
  'passphrase',
  'authorization',
  'cookie',
  'apikey',
  'credential',
  'privatekey',
  'encryptionkey',
  'icalurl',
  'sealed',
];

/** Guests stay out of the log, and what was handed to a query with them. */
const PERSONAL_NAMES = [
  'params',
  'parameters',
  'guestname',
  'guestemail',
  'guestphone',
  'phone',
  'email',
  'doorcode',
];

/**
 * A logger that writes JSON lines.
 * @param destination where lines go; standard output when absent
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => plainRecord(fields, 0, []),
    },
    // Errors are laid out by plainError wherever they stand, so pino's own layout is switched off.
    serializers: { err: (error: unknown) => error },
    hooks: { streamWrite: redactLine },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[_-]/g, '');
  return SECRET_NAMES.some((secret) => plain.includes(secret)) || PERSONAL_NAMES.includes(plain);
}

/** Over the finished line, since only there messages, fields and bindings of children are all together. */
function redactLine(line: string): string {
  const redacted = JSON.stringify(
    JSON.parse(line, (name, value: unknown) => {
      if (isSecretName(name) && value !== null) return HIDDEN;
      return typeof value === 'string' ? redactText(value) : value;
    }),
  );
  return `${redacted.replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function redactText(text: string): string {
  return text
    .replace(/\b(?:https?|webcals?):\/\/[^\s"'<>]+/gi, (address) => redactUrl(address))
    .replace(/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`)
    .replace(QUERY_PARAMS, `$1${HIDDEN}`);
}

/** Drizzle writes the values of a failed query into its message. */
const QUERY_PARAMS = /(Failed query:[\s\S]*?\nparams: )[\s\S]*?(?=\n {4}at |$)/g;

/** JSON escapes line feeds; these it leaves, and terminals and viewers obey them: C1 controls, separators, bidi overrides. */
const INVISIBLE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function plainRecord(fields: object, depth: number, parents: readonly object[]): Record<string, unknown> {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, plain(value, depth + 1, [...parents, fields])]),
  );
}

/** What JSON can hold, of bounded depth. */
function plain(value: unknown, depth: number, parents: readonly object[]): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (parents.includes(value)) return '[circular]';
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Error) return plainError(value, depth, parents);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1, [...parents, value]));
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return plain(value.toJSON(), depth + 1, [...parents, value]);
  }
  return plainRecord(value, depth, parents);
}

/** With the fields of its own that say what happened: code, status. */
function plainError(error: Error, depth: number, parents: readonly object[]): Record<string, unknown> {
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...plainRecord(error, depth, parents),
    ...(error.cause === undefined ? {} : { cause: plain(error.cause, depth + 1, [...parents, error]) }),
  };
}
