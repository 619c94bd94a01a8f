import { z } from 'zod';

/*
 * The one file that reads the environment. It is a function, not a value: the build imports every route, and nothing
 * may parse or connect at import. scripts/serve.ts checks it once at start; afterwards env() cannot fail.
 */

const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
/** Standard Webhooks: a shorter key, or one that is no base64, would never match anything. */
const webhookSecrets = list.refine(
  (secrets) => secrets.every((secret) => /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret)),
  'whsec_ and base64 of at least 12 bytes, several separated by commas',
);
/** An address, or a range of them with its length; what is none would let nobody in, and nobody would know why. */
const addresses = list.refine(
  (texts) =>
    texts.every((text) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success),
  'addresses or CIDRs, several separated by commas',
);
const port = z.coerce.number().int().min(0).max(65_535);
const url = z.url({ protocol: /^https?$/ });

const EnvSchema = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_URL_DIRECT: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    APP_URL: url,
    NEXTAUTH_SECRET: z.string().min(32, 'at least 32 characters: openssl rand -base64 32'),
    ENCRYPTION_KEYS: z
      .string()
      .regex(
        /^[A-Za-z0-9_-]+:[A-Za-z0-9+/_=-]+(,[A-Za-z0-9_-]+:[A-Za-z0-9+/_=-]+)*$/,
        'id:base64 pairs, newest first',
      ),
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(3000),
    TRUSTED_PROXIES: list,
    SIGNUP: z.enum(['first', 'open']).default('first'),
    OPERATOR_EMAILS: list,
    OUTBOUND_ALLOW: list,
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    /** The sender of our mail: `Latchkey <latchkey@example.org>`. */
    MAIL_FROM: z.string().optional(),
    TELEGRAM_BOT_TOKEN: z.string().min(1).optional(),
    TELEGRAM_API_URL: url.default('https://api.telegram.org'),
    /** Called every minute while all is well: what watches it raises the alarm when we fall silent. */
    HEARTBEAT_URL: url.optional(),
    AIRBNB_CLIENT_ID: z.string().min(1).optional(),
    AIRBNB_CLIENT_SECRET: z.string().min(1).optional(),
    AIRBNB_AUTHORIZE_URL: url.default('https://www.airbnb.com/oauth2/auth'),
    AIRBNB_API_URL: url.default('https://api.airbnb.com/v2'),
    /** Newest first, separated by commas: `whsec_` and base64. */
    AIRBNB_WEBHOOK_SECRET: webhookSecrets,
    AIRBNB_SCOPES: z.string().default('property_management,reservations_web_hooks'),
    AIRBNB_POLL_MINUTES: z.coerce.number().int().min(1).max(1440).default(15),
    AIRBNB_PUSH_PER_MINUTE: z.coerce.number().int().min(1).max(1000).default(160),
    BOOKING_CLIENT_ID: z.string().min(1).optional(),
    BOOKING_CLIENT_SECRET: z.string().min(1).optional(),
    BOOKING_AUTH_URL: url.default('https://connectivity-authentication.booking.com'),
    BOOKING_SUPPLY_URL: url.default('https://supply-xml.booking.com'),
    BOOKING_SECURE_URL: url.default('https://secure-supply-xml.booking.com'),
    BOOKING_AUTHORIZE_URL: url.optional(),
    BOOKING_TOKEN_URL: url.optional(),
    BOOKING_READ_URL: url.optional(),
    /** Booking.com refuses to be asked more often than every 20 seconds. */
    BOOKING_POLL_SECONDS: z.coerce.number().int().min(20).max(1500).default(60),
    BOOKING_POLL_MINUTES: z.coerce.number().int().min(1).max(1440).default(30),
    BOOKING_ALLOW: addresses,
    BOOKING_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(300),
    AVITO_CLIENT_ID: z.string().min(1).optional(),
    AVITO_CLIENT_SECRET: z.string().min(1).optional(),
    AVITO_AUTHORIZE_URL: url.default('https://avito.ru/oauth'),
    AVITO_API_URL: url.default('https://api.avito.ru'),
    AVITO_ICAL_URL: url.default('https://www.avito.ru/calendars-export'),
    AVITO_SCOPES: z.string().default('user:read,items:info,short_term_rent:read,short_term_rent:write'),
    AVITO_RPS: z.coerce.number().int().min(1).max(50).default(5),
    AVITO_POLL_SECONDS: z.coerce.number().int().min(5).max(3600).default(10),
    AVITO_POLL_MINUTES: z.coerce.number().int().min(1).max(1440).default(60),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    /** The built-in clock's interval in seconds; the safety net's interval where QStash rings. */
    CLOCK_SECONDS: z.coerce.number().int().min(1).max(3600).default(10),
    CLOCK_DISABLED: flag.default(false),
    QSTASH_URL: url.default('https://qstash.upstash.io'),
    QSTASH_TOKEN: z.string().min(1).optional(),
    QSTASH_CURRENT_SIGNING_KEY: z.string().min(1).optional(),
    QSTASH_NEXT_SIGNING_KEY: z.string().min(1).optional(),
    /** Minutes between firings of the QStash schedule: 1 costs 1,440 messages a day. */
    QSTASH_SCHEDULE_MINUTES: z.coerce.number().int().min(1).max(59).default(1),
    QSTASH_DEV: z.string().optional(),
  })
  .superRefine((value, issue) => {
    const keys = [value.QSTASH_TOKEN, value.QSTASH_CURRENT_SIGNING_KEY, value.QSTASH_NEXT_SIGNING_KEY];
    if (keys.some(Boolean) && !keys.every(Boolean)) {
      issue.addIssue({
        code: 'custom',
        path: ['QSTASH_TOKEN'],
        message:
          'QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY and QSTASH_NEXT_SIGNING_KEY go together: set all three or none',
      });
    }
    if (Boolean(value.AIRBNB_CLIENT_ID) !== Boolean(value.AIRBNB_CLIENT_SECRET)) {
      issue.addIssue({
        code: 'custom',
        path: ['AIRBNB_CLIENT_ID'],
        message: 'AIRBNB_CLIENT_ID and AIRBNB_CLIENT_SECRET go together: set both or none',
      });
    }
    for (const [name, other] of [
      ['BOOKING_CLIENT_ID', 'BOOKING_CLIENT_SECRET'],
      ['BOOKING_AUTHORIZE_URL', 'BOOKING_TOKEN_URL'],
      ['AVITO_CLIENT_ID', 'AVITO_CLIENT_SECRET'],
    ] as const) {
      if (Boolean(value[name]) === Boolean(value[other])) continue;
      issue.addIssue({
        code: 'custom',
        path: [name],
        message: `${name} and ${other} go together: set both or none`,
      });
    }
    if (value.QSTASH_DEV !== undefined && value.NODE_ENV === 'production') {
      issue.addIssue({
        code: 'custom',
        path: ['QSTASH_DEV'],
        message: 'must not be set in production: it makes signature checks accept a key that is public',
      });
    }
  });

export type Env = z.infer<typeof EnvSchema>;

/** Every variable that is read here; .env.example explains each. */
export const ENV_NAMES: readonly string[] = Object.keys(EnvSchema.shape);

/** Reads an environment; `problems` names each variable that is missing or malformed, never its value. */
export function readEnv(source: Record<string, string | undefined>): { env: Env } | { problems: string[] } {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = EnvSchema.safeParse(present);
  if (parsed.success) return { env: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => {
      const name = issue.path.join('.') || 'environment';
      return `${name}: ${name in present ? issue.message : issue.code === 'custom' ? issue.message : 'missing'}`;
    }),
  };
}

const holder: { latchkeyEnv?: Env } = globalThis as { latchkeyEnv?: Env }; // each Next entry is a module graph of its own

/** The environment, parsed at first use. Throws an Error that lists what is wrong. */
export function env(): Env {
  if (holder.latchkeyEnv) return holder.latchkeyEnv;
  const read = readEnv(process.env);
  if ('problems' in read) throw new Error(`environment:\n  ${read.problems.join('\n  ')}`);
  // next-auth reads this one by itself, and would otherwise believe that it answers at http://localhost:3000.
  process.env.NEXTAUTH_URL = new URL(read.env.APP_URL).origin;
  holder.latchkeyEnv = read.env;
  return read.env;
}
