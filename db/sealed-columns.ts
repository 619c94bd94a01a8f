/**
 * Every column that holds sealed values (lib/platform/seal.ts), bound to table, column, row id and organization: what
 * `npm run keys:rotate` seals anew and what a backup tells the keys of. Each table has `id` and, unless the row belongs to
 * the whole installation, `org_id`.
 * A new one is one line here; a test asks that each `…_sealed` column of the schema has its line.
 */
export const SEALED_COLUMNS = [
  { table: 'external_calendars', column: 'url_sealed' },
  { table: 'feed_tokens', column: 'token_sealed' },
  { table: 'channel_apps', column: 'api_key_sealed' },
  { table: 'channel_apps', column: 'api_secret_sealed' },
  { table: 'channel_apps', column: 'webhook_path_sealed' },
  { table: 'channel_apps', column: 'webhook_secret_sealed' },
  { table: 'connections', column: 'access_token_sealed' },
  { table: 'connections', column: 'refresh_token_sealed' },
  { table: 'connect_flows', column: 'verifier_sealed' },
  { table: 'machine_tokens', column: 'token_sealed', isInstance: true },
] as const satisfies readonly SealedColumn[];

export type SealedColumn = {
  readonly table: string;
  readonly column: string;
  /** Shared by all organizations: sealed for INSTANCE in the place of one. */
  readonly isInstance?: boolean;
};

/** Stands for an organization where a sealed value belongs to none. No organization has such an id. */
export const INSTANCE = 'instance';
