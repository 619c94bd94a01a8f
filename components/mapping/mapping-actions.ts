import { ApiError, call } from '#components/api/client.ts';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';
import type { MappingChange, SaveMappingsAnswer, UnitRef } from '#lib/domain/mappings/schemas.ts';

export type Account = { readonly provider: ProviderName; readonly connectionId: string };

const pathOf = ({ provider, connectionId }: Account) =>
  `/api/integrations/${provider}/mappings?connection=${encodeURIComponent(connectionId)}`;

/** What saving would change; changes nothing. */
export function tryMappings(
  account: Account,
  mappings: readonly MappingChange[],
  signal?: AbortSignal,
): Promise<SaveMappingsAnswer> {
  return call<SaveMappingsAnswer>('PUT', pathOf(account), { mappings, dryRun: true }, signal);
}

export function saveMappings(
  account: Account,
  mappings: readonly MappingChange[],
): Promise<SaveMappingsAnswer> {
  return call<SaveMappingsAnswer>('PUT', pathOf(account), { mappings });
}

/** Lets a calendar go on that activating a listing paused: it is its unit's, or closes the whole property. */
export async function resumeCalendar(unit: UnitRef, calendarId: string): Promise<void> {
  try {
    await call('PUT', `/api/calendar/${unit.id}/external/${calendarId}`, { isActive: true });
  } catch (error) {
    if (!(error instanceof ApiError && error.problem.status === 404)) throw error;
    await call('PUT', `/api/calendar/${unit.propertyId}/external/${calendarId}`, { isActive: true });
  }
}
