import type { JournalItem } from '#lib/domain/journal/schemas.ts';

/** Where the thing that a row is about can be looked at; null where it stands nowhere, or no more. */
export function placeOf({ action, subject, before, after }: JournalItem): string | null {
  const { kind, id } = subject;
  if (action.endsWith('.archived') || action.endsWith('.removed')) return null;
  switch (kind) {
    case 'reservation':
      return `/reservations/${id}`;
    case 'property':
      return `/properties/${id}`;
    case 'unit':
      return `/units/${id}`;
    case 'connection':
      return `/channels/history?connection=${id}`;
    case 'calendar':
      return action === 'calendar.deleted' ? null : `/channels/history?calendar=${id}`;
    case 'block':
    case 'calendar_event':
    case 'found_closure':
    case 'rates': {
      const night = nightOf(after) ?? nightOf(before);
      const page = kind === 'rates' ? '/rates' : '/calendar';
      return night ? `${page}?from=${night}` : page;
    }
    case 'conflict':
      return `/conflicts/${id}`;
    case 'user':
    case 'invitation':
      return '/settings/members';
    case 'api_key':
      return '/settings/keys';
    default:
      return null;
  }
}

function nightOf(facts: unknown): string | null {
  if (typeof facts !== 'object' || facts === null) return null;
  const found = 'checkIn' in facts ? facts.checkIn : 'from' in facts ? facts.from : null;
  return typeof found === 'string' && /^\d{4}-\d\d-\d\d$/.test(found) ? found : null;
}
