import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { ensurePlainSubscriber } from './ensure-plain-token.ts';
import { getFeedSubject, issueToken, killTokens, lockSubject } from './internal.ts';
import { linkOf } from './links.ts';
import type { PlainToken } from './schemas.ts';

/**
 * Makes a new plain link. The old one, and any before it that still worked, die with this transaction: it is for a link that
 * fell into the wrong hands.
 * @throws AppError forbidden, not_found
 */
export async function regeneratePlainToken(ctx: Ctx, id: string): Promise<PlainToken> {
  requireCan(ctx, 'feed.configure');
  const subject = await getFeedSubject(ctx, id);
  return inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    const subscriberId = await ensurePlainSubscriber(tx, subject);
    await killTokens(tx, subscriberId);
    const token = await issueToken(tx, subscriberId);
    await record(tx, {
      action: 'feed_token.regenerated',
      subject: { kind: 'subscriber', id: subscriberId },
      unitId: subject.unitId,
    });
    return linkOf(tx, subject, token);
  });
}
