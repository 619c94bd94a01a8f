import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

/** Where the listings of an account are mapped. */
export function mappingPath(
  state: Pick<ConnectionState, 'id' | 'provider'>,
  listingId?: string | undefined,
): string {
  const query = new URLSearchParams();
  if (state.id) query.set('connection', state.id);
  if (listingId) query.set('listing', listingId);
  return `/channels/${state.provider}/mapping${query.size > 0 ? `?${query}` : ''}`;
}
