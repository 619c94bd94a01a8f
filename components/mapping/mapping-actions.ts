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

/** Lets a calendar go on that activating a listing paused: it is one of its units', or closes a whole property. */
export async function resumeCalendar(units: readonly UnitRef[], calendarId: string): Promise<void> {
  const ids = [...new Set([...units.map((unit) => unit.id), ...units.map((unit) => unit.propertyId)])];
  for (const [at, id] of ids.entries()) {
    try {
      await call('PUT', `/api/calendar/${id}/external/${calendarId}`, { isActive: true });
      return;
    } catch (error) {
      const isElsewhere = error instanceof ApiError && error.problem.status === 404;
      if (!isElsewhere || at === ids.length - 1) throw error;
    }
  }
}
