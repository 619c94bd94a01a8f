/* How we prove to a channel who asks: the app, the account, tokens. */

/** The app's own credentials at the channel: the instance's from the environment, or an organization's own. */
export type AppCredentials = { readonly clientId: string; readonly clientSecret: string };

/** Who asks. `accessToken` opened just now; never kept in a message, an error or a log. */
export type Access = {
  readonly app: AppCredentials;
  readonly accessToken: string;
  /** The account's id at the channel; null while a first link asks `account` for it. */
  readonly accountId: string | null;
  /** The properties meant, where a machine account may reach other hosts' too. Null or left out: all that it reaches. */
  readonly groupIds?: readonly string[] | null;
  readonly signal?: AbortSignal;
};

export type Tokens = {
  readonly accessToken: string;
  /** Null where the answer brought none: on a refresh the old one is kept, on a first link offline access is missing. */
  readonly refreshToken: string | null;
  /** Clamped to between a minute and a year from now; the channel's usual life where it said nothing usable. */
  readonly expiresAt: Temporal.Instant;
  /** As granted; null where the channel does not say. */
  readonly scopes: readonly string[] | null;
  /** The account's id, where the answer names it. */
  readonly accountId: string | null;
  /** Its name, where the answer says it. */
  readonly accountName?: string | null;
  /** Ids of the properties that were granted, where a grant names them. */
  readonly granted?: readonly string[] | null;
};

export type Account = { readonly externalId: string; readonly name: string };

export type AuthorizeRequest = {
  readonly app: AppCredentials;
  /** Exactly as it will be told at the exchange. */
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE, S256 (RFC 7636). */
  readonly codeChallenge: string;
};

export type OAuthPort = {
  /** What we ask for; a smaller grant makes the connection limited. */
  readonly scopes: readonly string[];
  /** Where the channel says `iss` in its answers (RFC 9207): what it must be. Left out: it says none. */
  readonly issuer?: string;
  readonly authorizeUrl: (request: AuthorizeRequest) => URL;
  /** A code works once, so an unclear failure is never tried again. @throws ChannelError */
  readonly exchange: (request: {
    readonly app: AppCredentials;
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
    readonly signal?: AbortSignal;
  }) => Promise<Tokens>;
  /** @throws ChannelError auth where the refresh token is not accepted any more */
  readonly refresh: (request: {
    readonly app: AppCredentials;
    readonly refreshToken: string;
    readonly signal?: AbortSignal;
  }) => Promise<Tokens>;
  /** One that is revoked already is a success. @throws ChannelError */
  readonly revoke: (access: Access) => Promise<void>;
  /**
   * Whether the channel knows this key and secret, asked without anybody's consent. Null where there is no way to ask.
   * @throws ChannelError where it could not be asked
   */
  readonly knowsApp: ((app: AppCredentials, signal?: AbortSignal) => Promise<boolean>) | null;
  /** Asks the channel whether the token still works, without refreshing anything. @throws ChannelError */
  readonly isValid: (access: Access) => Promise<boolean>;
};

/** A machine account: its key and secret are exchanged for a token, without anybody's consent. */
export type MachinePort = {
  /** Tokens an hour that the channel gives at most. */
  readonly tokensPerHour: number;
  /** @throws ChannelError auth where key or secret are wrong */
  readonly exchange: (app: AppCredentials, signal?: AbortSignal) => Promise<Tokens>;
  /** Which properties the host has opened to us, of those asked for. @throws ChannelError */
  readonly mayReach: (access: Access, groupIds: readonly string[]) => Promise<ReadonlySet<string>>;
};
