import { randomBytes } from 'node:crypto';
import { apiKeys } from '#db/schema/organizations.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { requireGrant } from './internal.ts';
import { getApiKey } from './queries.ts';
import type { ApiKeyInput, NewApiKey } from './schemas.ts';

const PREFIX_LENGTH = 10;

/**
 * Makes a key for a program. The key in the answer is shown once: only its keyed hash and first characters are kept.
 * @throws AppError forbidden (also for a role above one's own)
 */
export async function createApiKey(ctx: Ctx, input: ApiKeyInput): Promise<NewApiKey> {
  requireCan(ctx, 'key.manage');
  requireGrant(ctx, input.role);
  const key = `lk_${randomBytes(20).toString('hex')}`;
  const row = {
    id: newId('apiKey'),
    orgId: ctx.org,
    name: input.name,
    role: input.role,
    prefix: key.slice(0, PREFIX_LENGTH),
    keyHash: ctx.secretHash(key),
    createdBy: ctx.actor.kind === 'user' ? ctx.actor.id : null,
    createdAt: ctx.clock.now(),
  };
  return inTx(ctx, async (tx) => {
    await tx.db.insert(apiKeys).values(row);
    await record(tx, {
      action: 'api_key.created',
      subject: { kind: 'api_key', id: row.id },
      after: { name: input.name, role: input.role, prefix: row.prefix },
    });
    return { ...(await getApiKey(tx, row.id)), key };
  });
}
