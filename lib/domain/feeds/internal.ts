import { randomBytes } from 'node:crypto';
import { and, eq, isNull, ne } from 'drizzle-orm';
import { externalCalendars, feedTokens, subscribers } from '#db/schema/calendars.ts';
import { properties } from '#db/schema/properties.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { open, seal } from '#lib/platform/seal.ts';
import type { Ctx } from '../ctx.ts';
import { getCalendarSubject } from '../properties/queries.ts';

export type SubscriberRow = typeof subscribers.$inferSelect;

/** Whose feed it is. `unitId` null: a property of several units, read by people. */
export type FeedSubject = { readonly propertyId: string; readonly unitId: string | null };

/** @throws AppError not_found */
export async function getFeedSubject(ctx: Ctx, id: string): Promise<FeedSubject> {
  const { property, unit } = await getCalendarSubject(ctx, id);
  return { propertyId: property.id, unitId: unit?.id ?? null };
}

export function ofSubject(ctx: Ctx, subject: FeedSubject) {
  return and(
    eq(subscribers.orgId, ctx.org),
    eq(subscribers.propertyId, subject.propertyId),
    subject.unitId === null ? isNull(subscribers.unitId) : eq(subscribers.unitId, subject.unitId),
    isNull(subscribers.revokedAt),
  );
}

/**
 * Locks the subject's property, so that two who make, link or rotate at once do it one after the other. Rows elsewhere may
 * still name the property meanwhile.
 */
export async function lockSubject(tx: Ctx, subject: FeedSubject): Promise<void> {
  const rows = await tx.db
    .select({ id: properties.id })
    .from(properties)
    .where(and(eq(properties.orgId, tx.org), eq(properties.id, subject.propertyId)))
    .for('no key update');
  if (rows.length === 0) throw notFound('property');
}

/** @throws AppError not_found for an unknown, revoked, or other calendar's subscriber alike */
export async function getSubscriberRow(
  tx: Ctx,
  subject: FeedSubject,
  subscriberId: string,
): Promise<SubscriberRow> {
  const [row] = await tx.db
    .select()
    .from(subscribers)
    .where(and(ofSubject(tx, subject), eq(subscribers.id, subscriberId)));
  if (!row) throw notFound('subscriber');
  return row;
}

/** Makes a link: 256 random bits; a keyed hash to find it by, a sealed copy to show it again. */
export async function issueToken(tx: Ctx, subscriberId: string): Promise<string> {
  const token = randomBytes(32).toString('hex');
  const id = newId('token');
  await tx.db.insert(feedTokens).values({
    id,
    orgId: tx.org,
    subscriberId,
    tokenHash: tokenHash(tx, token),
    tokenSealed: seal(tx.keys, token, sealPlace(tx.org, id)),
    createdAt: tx.clock.now(),
  });
  return token;
}

export function tokenHash(deps: Pick<Ctx, 'secretHash'>, token: string): string {
  return deps.secretHash(`feed-token ${token}`);
}

export function openToken(ctx: Ctx, row: { id: string; tokenSealed: string }): string {
  return open(ctx.keys, row.tokenSealed, sealPlace(ctx.org, row.id));
}

const sealPlace = (orgId: string, rowId: string) => ({
  table: 'feed_tokens',
  column: 'token_sealed',
  rowId,
  orgId,
});

/** Ends every link of the subscriber at once. */
export async function killTokens(tx: Ctx, subscriberId: string): Promise<void> {
  await tx.db
    .update(feedTokens)
    .set({ revokedAt: tx.clock.now() })
    .where(
      and(
        eq(feedTokens.orgId, tx.org),
        eq(feedTokens.subscriberId, subscriberId),
        isNull(feedTokens.revokedAt),
      ),
    );
}

/**
 * The calendar may be this subject's counterpart: it closes this unit, and no other live subscriber of the unit has it.
 * Call with the subject locked.
 * @throws AppError choose_unit, not_found, invalid_input, conflict
 */
export async function checkSource(
  tx: Ctx,
  subject: FeedSubject,
  calendarId: string,
  except: string | null,
): Promise<void> {
  if (subject.unitId === null) {
    throw new AppError(
      'choose_unit',
      'The feed of several units is for people and has no counterpart. Choose one unit; nothing was saved.',
    );
  }
  const [calendar] = await tx.db
    .select({ propertyId: externalCalendars.propertyId, unitId: externalCalendars.unitId })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, tx.org), eq(externalCalendars.id, calendarId)));
  if (!calendar) throw notFound('external calendar');
  const closesThisUnit =
    calendar.propertyId === subject.propertyId &&
    (calendar.unitId === null || calendar.unitId === subject.unitId);
  if (!closesThisUnit) {
    throw new AppError('invalid_input', 'That calendar belongs to another unit. Nothing was saved.', {
      issues: [{ path: 'source.calendarId', message: 'a calendar of this unit' }],
    });
  }
  const [taken] = await tx.db
    .select({ id: subscribers.id })
    .from(subscribers)
    .where(
      and(
        ofSubject(tx, subject),
        eq(subscribers.sourceCalendarId, calendarId),
        except === null ? undefined : ne(subscribers.id, except),
      ),
    );
  if (taken) {
    throw new AppError(
      'conflict',
      'Another link of this unit already has that calendar as its counterpart. Use that link, or revoke it first.',
      { details: { subscriberId: taken.id } },
    );
  }
}
