import { subscribers } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { checkSource, getFeedSubject, issueToken, lockSubject } from './internal.ts';
import { getSubscriber } from './queries.ts';
import type { Subscriber, SubscriberInput } from './schemas.ts';

/**
 * Makes a named holder of a link, one for each platform or person.
 * @throws AppError forbidden; not_found; choose_unit for a counterpart of several units; invalid_input for one of another
 * unit; conflict where another link of this unit has it
 */
export async function createSubscriber(ctx: Ctx, id: string, input: SubscriberInput): Promise<Subscriber> {
  requireCan(ctx, 'feed.configure');
  const subject = await getFeedSubject(ctx, id);
  return inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    if (input.source) await checkSource(tx, subject, input.source.calendarId, null);
    const now = tx.clock.now();
    const subscriberId = newId('subscriber');
    await tx.db.insert(subscribers).values({
      id: subscriberId,
      orgId: tx.org,
      propertyId: subject.propertyId,
      unitId: subject.unitId,
      name: input.name,
      privacy: input.privacy,
      sourceCalendarId: input.source?.calendarId ?? null,
      createdAt: now,
      updatedAt: now,
    });
    await issueToken(tx, subscriberId);
    await record(tx, {
      action: 'subscriber.created',
      subject: { kind: 'subscriber', id: subscriberId },
      unitId: subject.unitId,
      after: {
        name: input.name,
        privacy: input.privacy,
        sourceCalendarId: input.source?.calendarId ?? null,
        propertyId: subject.propertyId,
      },
    });
    return getSubscriber(tx, subject, subscriberId);
  });
}
