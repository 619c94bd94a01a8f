import { z } from 'zod';
import { type JsonText, parseLosslessJson } from '#lib/kernel/lossless-json.ts';
import type { Access, AppCredentials, MachinePort, Tokens } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import { call, isSuccess, type Reach, urlOf } from './client.ts';
import { malformed, refusal } from './errors.ts';

/*
 * A machine account: key and secret are exchanged for a JWT of one hour. No OAuth: JSON in and out, no grant type, no
 * refresh token (https://developers.booking.com/connectivity/docs/token-based-authentication).
 */

const TOKENS_PER_HOUR = 30;
const USUAL_LIFE_SECONDS = 3600;
const LIFE_SECONDS_MIN = 60;
const LIFE_SECONDS_MAX = 24 * 3600;

const Text = z.string().nullable().catch(null);
const Seconds = z
  .string()
  .regex(/^\d{1,11}$/)
  .transform(Number)
  .nullable()
  .catch(null);
const WireToken = z.object({ jwt: Text });
// The sample token has its own claims as strings, the text shows them bare: numbers come as text here either way.
const WireClaims = z.object({ exp: Seconds, iat: Seconds, machine_account_id: Text, sub: Text });
const WireStatus = z.object({ data: z.object({ status: z.string() }).nullable().catch(null) });

export function bookingMachine(reach: Reach): MachinePort {
  return {
    tokensPerHour: TOKENS_PER_HOUR,
    exchange: (app, signal) => exchange(reach, app, signal),
    mayReach: (access, groupIds) => mayReach(reach, access, groupIds),
  };
}

async function exchange(reach: Reach, app: AppCredentials, signal: AbortSignal | undefined): Promise<Tokens> {
  const answer = await call(reach, {
    url: urlOf(reach.authUrl, '/token-based-authentication/exchange'),
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: app.clientId, client_secret: app.clientSecret }),
    signal,
  });
  if (answer.status === 403) throw refusal(answer, 'auth');
  if (!isSuccess(answer)) throw refusal(answer);
  const { jwt } = readJson(WireToken, answer.bytes, answer.status);
  if (jwt === null || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(jwt) || jwt.length > 8192)
    throw malformed('brings no token', answer.status);
  const claims = claimsOf(jwt);
  return {
    accessToken: jwt,
    refreshToken: null,
    expiresAt: reach.clock.now().add({ seconds: lifeSeconds(claims, reach.clock.now()) }),
    scopes: null,
    accountId: claims.machine_account_id,
  };
}

/** By its own span, so that two clocks that differ do no harm; else by its end, else what is usual. */
function lifeSeconds({ exp, iat }: z.infer<typeof WireClaims>, now: Temporal.Instant): number {
  const begun = iat ?? Math.floor(now.epochMilliseconds / 1000);
  const told = exp === null ? USUAL_LIFE_SECONDS : exp - begun;
  return Math.min(Math.max(told, LIFE_SECONDS_MIN), LIFE_SECONDS_MAX);
}

/** What a JWT says of itself, unverified: it is told back to who issued it. Null where it is none. */
export function claimsOf(jwt: string): z.infer<typeof WireClaims> {
  const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url');
  let json: JsonText = {};
  try {
    json = parseLosslessJson(payload);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const read = WireClaims.safeParse(json);
  return read.success ? read.data : { exp: null, iat: null, machine_account_id: null, sub: null };
}

/** Asked one by one: how to list all connections is not public. */
async function mayReach(
  reach: Reach,
  access: Access,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (const id of new Set(groupIds)) if (await isConnected(reach, access, id)) open.add(id);
  return open;
}

/** @throws ChannelError auth where the token is not accepted */
export async function isConnected(reach: Reach, access: Access, groupId: string): Promise<boolean> {
  const answer = await call(reach, {
    url: urlOf(reach.supplyUrl, `/connections-api/properties/${encodeURIComponent(groupId)}/status`),
    method: 'GET',
    headers: { accept: 'application/json', authorization: `Bearer ${access.accessToken}` },
    signal: access.signal,
  });
  if (answer.status === 404 || answer.status === 403) return false;
  if (!isSuccess(answer)) throw refusal(answer);
  return readJson(WireStatus, answer.bytes, answer.status).data?.status.toLowerCase() === 'connected';
}

/** @throws ChannelError malformed, which names fields and never values */
export function readJson<T extends z.ZodType>(schema: T, bytes: Uint8Array, status: number): z.infer<T> {
  let json: JsonText;
  try {
    json = parseLosslessJson(bytes);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('is not JSON', status);
    throw error;
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const fields = read.error.issues.map((issue) => issue.path.join('.') || issue.message);
  throw malformed(`is not what it should be: ${[...new Set(fields)].slice(0, 5).join(', ')}`, status);
}

export function rejected(message: string, status: number | null = null): ChannelError {
  return new ChannelError('rejected', message, { status });
}
