import { z } from 'zod';
import {
  CalendarDetail,
  CalendarInput,
  CalendarParams,
  CalendarPatch,
  ExternalCalendar,
  Preview,
  PreviewInput,
  SubjectParams,
} from '#lib/domain/calendars/schemas.ts';
import { Run } from '#lib/domain/runs/schemas.ts';
import { define } from '../define.ts';
import { page } from './paging.ts';

const tag = 'External calendars';
const base = '/api/calendar/{id}/external';

export const listCalendarsApi = define({
  method: 'GET',
  path: base,
  summary: 'Calendars that a unit or property follows',
  tag,
  can: 'calendar.read',
  params: SubjectParams,
  status: 200,
  answer: page(ExternalCalendar),
});

export const createCalendarApi = define({
  method: 'POST',
  path: base,
  summary: 'Follow a calendar; its first sync runs at once',
  tag,
  can: 'calendar.configure',
  params: SubjectParams,
  body: CalendarInput,
  status: 201,
  answer: ExternalCalendar,
});

export const previewCalendarApi = define({
  method: 'POST',
  path: `${base}/preview`,
  summary: 'Read a link once and show what it would bring; saves nothing',
  tag,
  can: 'calendar.configure',
  params: SubjectParams,
  body: PreviewInput,
  status: 200,
  answer: Preview,
});

export const getCalendarApi = define({
  method: 'GET',
  path: `${base}/{calendarId}`,
  summary: 'One calendar and the reservations it brought',
  tag,
  can: 'calendar.read',
  params: CalendarParams,
  status: 200,
  answer: CalendarDetail,
});

export const updateCalendarApi = define({
  method: 'PUT',
  path: `${base}/{calendarId}`,
  summary: 'Change, pause or resume a calendar',
  tag,
  can: 'calendar.configure',
  params: CalendarParams,
  body: CalendarPatch,
  status: 200,
  answer: ExternalCalendar,
});

export const deleteCalendarApi = define({
  method: 'DELETE',
  path: `${base}/{calendarId}`,
  summary: 'Stop following: closures go, reservations stay unless they are named in cancel',
  tag,
  can: 'calendar.configure',
  params: CalendarParams,
  query: z.object({
    /** Ids of this calendar's reservations to cancel, separated by commas. */
    cancel: z
      .string()
      .max(20_000)
      .optional()
      .transform((text) => (text ?? '').split(',').filter(Boolean))
      .pipe(z.array(z.string().regex(/^rsv_[0-9a-z]{24}$/, 'ids of reservations'))),
  }),
  status: 204,
});

export const syncCalendarApi = define({
  method: 'POST',
  path: `${base}/{calendarId}/sync`,
  summary: 'Ask the calendar now; answers the finished run',
  tag,
  can: 'calendar.sync',
  params: CalendarParams,
  status: 200,
  answer: Run,
});

const Owed = z.object({ runId: z.string(), calendars: z.int() });

export const syncSubjectApi = define({
  method: 'POST',
  path: '/api/calendar/{id}/sync-all',
  summary: 'Ask all calendars of a unit or property',
  tag,
  can: 'calendar.sync',
  params: SubjectParams,
  status: 202,
  answer: Owed,
});

export const syncAllApi = define({
  method: 'POST',
  path: '/api/calendar/sync-all',
  summary: 'Ask every calendar of the organization',
  tag,
  can: 'calendar.sync_all',
  status: 202,
  answer: Owed,
});

export const allCalendarsApi = define({
  method: 'GET',
  path: '/api/calendar/sync-all',
  summary: 'State of every calendar of the organization',
  tag,
  can: 'calendar.sync_all',
  status: 200,
  answer: page(ExternalCalendar.extend({ propertyName: z.string(), unitName: z.string().nullable() })),
});
