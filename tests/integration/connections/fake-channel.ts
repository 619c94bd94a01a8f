import { createHash, randomBytes } from 'node:crypto';
import type { Access, AppCredentials, OAuthPort, Tokens } from '#lib/providers/access-contract.ts';
import type { Channel, ChannelProvider } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';

export const APP: AppCredentials = { clientId: 'instance-app', clientSecret: 'SECRET-of-the-instance' };
export const SCOPES = ['read', 'push'];

type Grant = { readonly accountId: string; readonly challenge: string; readonly redirectUri: string };

/**
 * A channel as small as its contract: an authorization server in memory that checks PKCE and redirect, and lets a code
 * work once. Every secret it gives out begins with SECRET- and is kept in `secrets`, to be searched for.
 */
export class FakeChannel {
  readonly secrets = new Set<string>([APP.clientSecret]);
  readonly calls: { readonly what: string; readonly of: string }[] = [];
  /** Live access token → account, and live refresh token → account. */
  readonly access = new Map<string, string>();
  readonly refreshable = new Map<string, string>();
  /** Client ids that the channel does not know. */
  readonly refusedApps = new Set<string>();
  private readonly codes = new Map<string, Grant>();
  private count = 0;
  /** What the next answers are made of; a test changes what it is about. */
  terms: {
    scopes: readonly string[] | null;
    givesRefresh: boolean;
    rotates: boolean;
    lifeMinutes: number;
    now: () => Temporal.Instant;
  };
  /** Awaited before an answer of that kind: to make two meet, to fail, to change the world meanwhile. */
  before: Partial<
    Record<
      'exchange' | 'refresh' | 'account' | 'revoke' | 'isValid' | 'knowsApp' | 'listings',
      () => Promise<void>
    >
  > = {};
  issuer: string | undefined;
  name = 'Anna’s houses';

  constructor(now: () => Temporal.Instant) {
    this.terms = { scopes: null, givesRefresh: true, rotates: true, lifeMinutes: 24 * 60, now };
  }

  reset(): void {
    this.calls.length = 0;
    this.before = {};
    this.issuer = undefined;
    this.refusedApps.clear();
    Object.assign(this.terms, { scopes: null, givesRefresh: true, rotates: true, lifeMinutes: 24 * 60 });
  }

  /** The person agrees on the consent page. @returns what the channel adds to the redirect */
  consent(authorizeUrl: string, accountId: string): URLSearchParams {
    const url = new URL(authorizeUrl);
    const field = (name: string) => url.searchParams.get(name) ?? '';
    const code = this.secret('code');
    this.codes.set(code, {
      accountId,
      challenge: field('code_challenge'),
      redirectUri: field('redirect_uri'),
    });
    return new URLSearchParams({ code, state: field('state') });
  }

  /** The host ends the grant at the channel. */
  revokeAll(accountId: string): void {
    for (const tokens of [this.access, this.refreshable])
      for (const [token, account] of tokens) if (account === accountId) tokens.delete(token);
  }

  times(what: string): number {
    return this.calls.filter((call) => call.what === what).length;
  }

  private secret(kind: string): string {
    this.count += 1;
    const text = `SECRET-${kind}-${this.count}-${randomBytes(12).toString('hex')}`;
    this.secrets.add(text);
    return text;
  }

  private async asked(what: keyof FakeChannel['before'], of: string): Promise<void> {
    this.calls.push({ what, of });
    await this.before[what]?.();
  }

  private issue(accountId: string): Tokens {
    const { scopes, givesRefresh, lifeMinutes, now } = this.terms;
    const accessToken = this.secret('access');
    this.access.set(accessToken, accountId);
    const refreshToken = givesRefresh ? this.secret('refresh') : null;
    if (refreshToken) this.refreshable.set(refreshToken, accountId);
    const expiresAt = now().add({ minutes: lifeMinutes });
    return { accessToken, refreshToken, expiresAt, scopes, accountId };
  }

  private needToken({ accessToken }: Access): string {
    const accountId = this.access.get(accessToken);
    if (accountId === undefined) throw new ChannelError('auth', 'The token is refused.', { status: 401 });
    return accountId;
  }

  private get oauth(): OAuthPort {
    return {
      scopes: SCOPES,
      ...(this.issuer === undefined ? {} : { issuer: this.issuer }),
      authorizeUrl: ({ app, redirectUri, state, codeChallenge }) => {
        const url = new URL('https://channel.test/consent');
        const fields = {
          client_id: app.clientId,
          redirect_uri: redirectUri,
          state,
          code_challenge: codeChallenge,
        };
        for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
        return url;
      },
      exchange: async ({ app, code, redirectUri, codeVerifier }) => {
        this.secrets.add(codeVerifier);
        const grant = this.codes.get(code);
        this.codes.delete(code);
        await this.asked('exchange', app.clientId);
        const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
        if (grant?.challenge !== challenge || grant.redirectUri !== redirectUri)
          throw new ChannelError('rejected', 'The code is refused.', { status: 400 });
        return this.issue(grant.accountId);
      },
      refresh: async ({ refreshToken }) => {
        await this.asked('refresh', refreshToken);
        const accountId = this.refreshable.get(refreshToken);
        if (accountId === undefined)
          throw new ChannelError('auth', 'The refresh token is refused.', { status: 400 });
        if (!this.terms.rotates) return { ...this.issue(accountId), refreshToken: null };
        this.refreshable.delete(refreshToken);
        return this.issue(accountId);
      },
      revoke: async ({ accessToken }) => {
        await this.asked('revoke', accessToken);
        this.access.delete(accessToken);
      },
      knowsApp: async (app) => {
        await this.asked('knowsApp', app.clientId);
        return !this.refusedApps.has(app.clientId);
      },
      isValid: async ({ accessToken }) => {
        await this.asked('isValid', accessToken);
        return this.access.has(accessToken);
      },
    };
  }

  channel(app: AppCredentials | null = APP): Channel {
    return { provider: this.provider(), app, webhookSecrets: [], pollMinutes: 15, doorAllow: [] };
  }

  private provider(): ChannelProvider {
    const unused = async () => {
      throw new Error('not asked for in these tests');
    };
    const self = this;
    return {
      id: 'airbnb',
      name: 'Airbnb',
      get oauth() {
        return self.oauth;
      },
      account: async (access) => {
        await this.asked('account', access.accessToken);
        return { externalId: this.needToken(access), name: this.name };
      },
      listings: async (access) => {
        await this.asked('listings', access.accessToken);
        this.needToken(access);
        return { items: [], unreadable: [], next: null, total: 3, bytes: new Uint8Array() };
      },
      reservations: { isWhole: false, list: unused, get: unused },
      webhook: { verify: () => ({ ok: false, reason: 'missing' }), interpret: () => [] },
      gate: { read: () => ({ kind: 'availability', listingId: null }), answer: () => null },
      push: null,
      machine: null,
      pick: null,
      queues: null,
      door: null,
    };
  }
}
