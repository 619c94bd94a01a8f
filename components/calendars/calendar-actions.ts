import { call } from '#components/api/client.ts';
import type { CalendarDetail, ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import type { Run } from '#lib/domain/runs/schemas.ts';

/** A calendar's place in the API: under its unit, or under its property where it closes every unit. */
function pathOf(calendar: Pick<ExternalCalendar, 'id' | 'unitId' | 'propertyId'>): string {
  return `/api/calendar/${calendar.unitId ?? calendar.propertyId}/external/${calendar.id}`;
}

export function syncCalendar(calendar: ExternalCalendar): Promise<Run> {
  return call<Run>('POST', `${pathOf(calendar)}/sync`);
}

export function updateCalendar(calendar: ExternalCalendar, patch: Record<string, unknown>): Promise<unknown> {
  return call('PUT', pathOf(calendar), patch);
}

export function readCalendar(calendar: ExternalCalendar): Promise<CalendarDetail> {
  return call<CalendarDetail>('GET', pathOf(calendar));
}

/** @param cancel ids of its reservations that are cancelled along with it */
export function removeCalendar(calendar: ExternalCalendar, cancel: readonly string[]): Promise<undefined> {
  const query = cancel.length > 0 ? `?cancel=${encodeURIComponent(cancel.join(','))}` : '';
  return call('DELETE', `${pathOf(calendar)}${query}`);
}
