import { z } from 'zod';
import { MoneySchema } from '#lib/kernel/money.ts';
import { type Night, NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { JournalItem } from '../journal/schemas.ts';
import { CalendarSubjectId, PropertyId, UnitId } from '../properties/schemas.ts';
import { CHANNEL_CODES, RESERVATION_SORTS, RESERVATION_STATUSES } from './labels.ts';

export const ReservationId = z.string().regex(/^rsv_[0-9a-z]{24}$/);
export const StayId = z.string().regex(/^sty_[0-9a-z]{24}$/);

export const LONGEST_STAY_NIGHTS = 730;

/** One line of text, as people type it. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'one line, without control characters');

const GuestName = line(200).min(1, 'a name');
const Email = z.email('an e-mail address').max(254);
const Phone = line(40);
const Guests = z.int().min(1).max(99);
const Total = MoneySchema.refine((total) => total.amount >= 0, 'not less than nothing');
const Note = z.string().max(2000);
const force = z.boolean().optional().meta({
  description:
    'Book nights that a person blocked or that are kept to prepare. Never those of another stay or calendar.',
});

/** True also where a date is missing: that is another rule's to say. */
function isInOrder(range: { checkIn?: Night | undefined; checkOut?: Night | undefined }): boolean {
  return !range.checkIn || !range.checkOut || range.checkIn < range.checkOut;
}
function isShortEnough(range: { checkIn?: Night | undefined; checkOut?: Night | undefined }): boolean {
  return (
    !range.checkIn || !range.checkOut || nightsBetween(range.checkIn, range.checkOut) <= LONGEST_STAY_NIGHTS
  );
}
const orderRule = { path: ['checkOut'], message: 'after checkIn' };
const lengthRule = { path: ['checkOut'], message: `at most ${LONGEST_STAY_NIGHTS} nights after checkIn` };

export const ReservationInput = z
  .object({
    /** A unit's id, or that of a property with one unit. */
    unitId: CalendarSubjectId.optional(),
    propertyId: PropertyId.optional(),
    checkIn: NightSchema,
    checkOut: NightSchema,
    guest: z.object({ name: GuestName, email: Email.optional(), phone: Phone.optional() }),
    guests: Guests.optional(),
    total: Total.optional(),
    note: Note.optional(),
    force,
  })
  .refine((input) => input.unitId !== undefined || input.propertyId !== undefined, {
    path: ['unitId'],
    message: 'the unit, or a property with one unit',
  })
  .refine(isInOrder, orderRule)
  .refine(isShortEnough, lengthRule);

/** Where a stay stands: what somebody saw there who moves it. */
export const StayPlace = z.object({
  unitId: UnitId.nullable(),
  checkIn: NightSchema,
  checkOut: NightSchema,
});

/** Where a stay is to stand; left out: as it is. */
export const StayMove = z
  .object({
    stayId: StayId.optional(),
    unitId: CalendarSubjectId.optional(),
    checkIn: NightSchema.optional(),
    checkOut: NightSchema.optional(),
    force,
  })
  .refine(isInOrder, orderRule)
  .refine(isShortEnough, lengthRule);

export const ReservationPatch = z
  .object({
    /** Which room, where the reservation has several. */
    stayId: StayId.optional(),
    unitId: CalendarSubjectId.optional(),
    checkIn: NightSchema.optional(),
    checkOut: NightSchema.optional(),
    guest: z
      .object({ name: GuestName.optional(), email: Email.optional(), phone: Phone.optional() })
      .optional(),
    guests: Guests.optional(),
    total: Total.optional(),
    note: Note.optional(),
    force,
    was: StayPlace.optional().meta({
      description: 'Refuse with 409 `conflict` unless the stay that moves still stands there.',
    }),
  })
  .refine(isInOrder, orderRule)
  .refine(isShortEnough, lengthRule);

export const ReservationQuery = z
  .object({
    from: NightSchema.optional(),
    to: NightSchema.optional(),
    unit: CalendarSubjectId.optional(),
    status: z.enum(RESERVATION_STATUSES).optional(),
    channel: z.enum(CHANNEL_CODES).optional(),
    q: z.string().trim().max(100).optional().meta({
      description:
        "Part of the guest's name or mail, or of the channel's id; 3 to 6 digits also find the end of a phone number",
    }),
    /** heard: the newest of them first. arrival: the soonest first. booked: the latest booked first. */
    sort: z.enum(RESERVATION_SORTS).optional(),
  })
  .refine((asked) => !asked.from || !asked.to || asked.from < asked.to, {
    path: ['to'],
    message: 'after from',
  });

export const Reservation = z.object({
  id: ReservationId,
  channel: z.string(),
  externalId: z.string(),
  status: z.enum(RESERVATION_STATUSES),
  /** The external calendar that brought it. */
  calendarId: z.string().nullable(),
  /** False where nothing tells us about it any more: it keeps its nights until somebody says otherwise. */
  isFollowed: z.boolean(),
  guest: z.object({
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    /** The number's last digits, where the channel tells no more of it. */
    phoneTail: z.string().nullable(),
  }),
  guests: z.int().nullable(),
  adults: z.int().nullable(),
  children: z.int().nullable(),
  infants: z.int().nullable(),
  total: MoneySchema.nullable(),
  /** What the host gets. */
  payout: MoneySchema.nullable(),
  note: z.string().nullable(),
  /** The connection that brought it; it may be disconnected meanwhile. */
  connectionId: z.string().nullable(),
  /** The channel's own word, and whether we do not know it: then the nights are held and somebody should look. */
  channelStatus: z.string().nullable(),
  hasUnknownStatus: z.boolean(),
  /** Held since then for a guest who has paid, until the channel confirms. */
  gateAskedAt: z.iso.datetime().nullable(),
  bookedAt: z.iso.datetime().nullable(),
  stays: z.array(
    z.object({
      id: StayId,
      roomRef: z.string(),
      unitId: z.string().nullable(),
      listingId: z.string().nullable(),
      checkIn: NightSchema,
      checkOut: NightSchema,
      status: z.enum(['active', 'cancelled']),
      /** Whether it holds its nights; an active stay that does not stands in a conflict. */
      isHeld: z.boolean(),
      conflictIds: z.array(z.string()),
    }),
  ),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  cancelledAt: z.iso.datetime().nullable(),
});
export const ReservationDetail = Reservation.extend({ journal: z.array(JournalItem) });

export type ReservationInput = z.infer<typeof ReservationInput>;
export type StayPlace = z.infer<typeof StayPlace>;
export type StayMove = z.infer<typeof StayMove>;
export type ReservationPatch = z.infer<typeof ReservationPatch>;
export type ReservationQuery = z.infer<typeof ReservationQuery>;
export type Reservation = z.infer<typeof Reservation>;
export type ReservationDetail = z.infer<typeof ReservationDetail>;
