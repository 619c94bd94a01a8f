import type { ProviderName } from '#lib/domain/connections/schemas.ts';

/**
 * Whether a channel's listings are connected one by one, each from the page of its unit, and its app is the installation's
 * alone. Then an account is never connected as a whole, and nothing is mapped in a list.
 */
export function isPicked(provider: ProviderName): boolean {
  return provider === 'avito';
}
