import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { BookingHost } from './host.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import type { Machine, Token } from './world.ts';

const HOUR_MS = 3_600_000;
/** Whoever holds a token is looked up by it: the signature is there for the shape. */
const SIGNING_KEY = randomBytes(32);

/** A JWT for the machine account, for an hour. Throws ApiError 401 for unknown credentials, 429 for too many. */
export function exchange(host: BookingHost, clientId: string, clientSecret: string): string {
  const machine = host.store.machineOfClient(clientId);
  if (!machine || !same(machine.clientSecret, clientSecret)) {
    throw new ApiError(401, PROBLEMS.authentication, 'client_id or client_secret is wrong.');
  }
  const now = host.clock.now();
  const { state } = host.store;
  const hourAgo = now.subtract({ milliseconds: HOUR_MS });
  state.tokens = state.tokens.filter((one) => isAfter(one.issuedAt, hourAgo) || isAfter(one.expiresAt, now));
  const issued = state.tokens.filter((one) => one.machineId === machine.id && isAfter(one.issuedAt, hourAgo));
  const oldest = issued[issued.length - host.settings.tokensPerHour];
  if (oldest) {
    const wait = Temporal.Instant.from(oldest.issuedAt).epochMilliseconds + HOUR_MS - now.epochMilliseconds;
    throw new ApiError(429, PROBLEMS.tooBusy, 'Too many tokens this hour.', Math.ceil(wait / 1000));
  }
  const token = jwtFor(host, machine);
  const expiresAt = now.add({ seconds: host.settings.tokenSeconds }).toString();
  state.tokens.push({ token, machineId: machine.id, issuedAt: now.toString(), expiresAt, revokedAt: null });
  return token;
}

function jwtFor(host: BookingHost, machine: Machine): string {
  const iat = Math.floor(host.clock.now().epochMilliseconds / 1000);
  const claims = {
    sub: machine.clientId,
    aud: 'urn://connectivity',
    iss: 'urn://connectivity-modern-auth/v1',
    exp: iat + host.settings.tokenSeconds,
    iat,
    jti: host.store.unique(machine.id),
    test: 'true',
    machine_account_id: machine.id,
    provider_id: machine.providerId,
    client_id: machine.clientId,
  };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', SIGNING_KEY).update(signed).digest('base64url')}`;
}

export function tokenOf(host: BookingHost, header: string | null): Token | null {
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
  return host.store.state.tokens.find((one) => one.token === given) ?? null;
}

/** The machine account that calls. Throws ApiError 401. */
export function machineOf(host: BookingHost, c: Context): Machine {
  const held = tokenOf(host, c.req.header('authorization') ?? null);
  const machine = held ? host.store.machine(held.machineId) : null;
  if (!held || !machine || held.revokedAt || !isAfter(held.expiresAt, host.clock.now())) {
    throw new ApiError(401, PROBLEMS.authentication, 'the token is missing, expired or revoked');
  }
  return machine;
}

export function expireToken(host: BookingHost, token: Token | null): void {
  if (token) token.expiresAt = host.clock.now().toString();
}

export function revokeToken(host: BookingHost, token: Token | null): void {
  if (token) token.revokedAt ??= host.clock.now().toString();
}

export function same(a: string, b: string): boolean {
  const [given, wanted] = [Buffer.from(a), Buffer.from(b)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function isAfter(at: string, than: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at), than) > 0;
}
