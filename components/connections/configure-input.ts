import type { ChannelApp, ConfigureInput } from '#lib/domain/connections/schemas.ts';

/** What a person typed; nothing of it ever comes back from the server. */
export type Secrets = {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly webhookSecret: string;
  readonly webhookUrl: string;
  /** Take the organization's own key and secret away. */
  readonly isRemoving: boolean;
};
export const EMPTY_SECRETS: Secrets = {
  apiKey: '',
  apiSecret: '',
  webhookSecret: '',
  webhookUrl: '',
  isRemoving: false,
};

/** What is sent: a field left empty stays as it is, so opening the form and saving changes nothing. */
export function inputOf(secrets: Secrets, isActive: boolean, app: ChannelApp): ConfigureInput {
  const active = isActive === app.isActive ? {} : { isActive };
  if (secrets.isRemoving) return { apiKey: null, apiSecret: null, webhookSecret: null, ...active };
  const { apiKey, apiSecret, webhookSecret, webhookUrl } = secrets;
  return {
    ...(apiKey.trim() ? { apiKey: apiKey.trim() } : {}),
    ...(apiSecret ? { apiSecret } : {}),
    ...(webhookSecret ? { webhookSecret } : {}),
    ...(webhookUrl.trim() ? { webhookUrl: webhookUrl.trim() } : {}),
    ...active,
  };
}

export function isTouched(input: ConfigureInput): boolean {
  return Object.keys(input).length > 0;
}
