import { z } from 'zod';
import { NightSchema } from '#lib/kernel/nights.ts';
import { CalendarSubjectId, PropertyId, UnitId } from '../properties/schemas.ts';

export const CalendarId = z.string().regex(/^cal_[0-9a-z]{24}$/);

const Name = z.string().trim().min(1, 'a name').max(120, 'at most 120 characters');
const Color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour as #RRGGBB');
const IcalUrl = z.string().trim().min(1, 'the link of the calendar').max(2048, 'at most 2,048 characters');

export const CalendarInput = z.object({
  name: Name,
  icalUrl: IcalUrl,
  color: Color.optional(),
  description: z.string().trim().max(500).optional(),
  isActive: z.boolean().optional(),
  /** Minutes between polls; 15 where nothing is said. */
  intervalMinutes: z.int().min(5).max(1440).optional(),
  /** Whether requests that are not confirmed yet close nights; true where nothing is said. */
  tentativeCloses: z.boolean().optional(),
});
export const CalendarPatch = CalendarInput.partial();
export const PreviewInput = z.object({ icalUrl: IcalUrl });

export const FeedWarningShape = z.object({
  code: z.string(),
  detail: z.string(),
  uid: z.string().nullable(),
});

export const ExternalCalendar = z.object({
  id: CalendarId,
  propertyId: PropertyId,
  unitId: UnitId.nullable(),
  name: z.string(),
  /** Host of the link. The link itself is a secret and is never read back. */
  host: z.string(),
  platform: z.string(),
  color: z.string(),
  description: z.string().nullable(),
  isActive: z.boolean(),
  /** The mapping in whose favour it is paused: the channel itself is connected. Resuming it ends that. */
  supersededBy: z.string().nullable(),
  intervalMinutes: z.int(),
  tentativeCloses: z.boolean(),
  lastSyncAt: z.string().nullable(),
  lastSuccessAt: z.string().nullable(),
  lastSyncStatus: z.enum(['success', 'error', 'pending']),
  lastSyncErrorCode: z.string().nullable(),
  lastSyncError: z.string().nullable(),
  consecutiveFailures: z.int(),
  nextSyncAt: z.string().nullable(),
  /** Events that the last answers left out and that keep their nights until it is plain that they are gone. */
  waiting: z.int(),
  events: z.int(),
  warnings: z.array(FeedWarningShape),
});

/** A reservation that a calendar brought, as the confirmation of a deletion lists it. */
export const FollowedReservation = z.object({
  id: z.string(),
  unitId: z.string().nullable(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  guest: z.string().nullable(),
  code: z.string().nullable(),
});
export const CalendarDetail = ExternalCalendar.extend({ reservations: z.array(FollowedReservation) });

export const PreviewEvent = z.object({
  kind: z.enum(['reservation', 'closure', 'window_tail', 'echo', 'transparent', 'cancelled']),
  from: NightSchema,
  to: NightSchema,
  summary: z.string(),
  uid: z.string(),
  tentative: z.boolean(),
  mayBeBooking: z.boolean(),
});
export const Preview = z.object({
  platform: z.string(),
  calendarName: z.string().nullable(),
  events: z.array(PreviewEvent),
  warnings: z.array(FeedWarningShape),
  /** Another calendar of the organization that follows the same link. */
  alreadyFollowedBy: z.string().nullable(),
});

export const SubjectParams = z.object({ id: CalendarSubjectId });
export const CalendarParams = z.object({ id: CalendarSubjectId, calendarId: CalendarId });

export type CalendarInput = z.infer<typeof CalendarInput>;
export type CalendarPatch = z.infer<typeof CalendarPatch>;
export type ExternalCalendar = z.infer<typeof ExternalCalendar>;
export type CalendarDetail = z.infer<typeof CalendarDetail>;
export type Preview = z.input<typeof Preview>;
