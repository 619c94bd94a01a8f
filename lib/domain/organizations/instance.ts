import { randomBytes } from 'node:crypto';
import type { Database } from '#db/client.ts';
import { installation } from '#db/schema/organizations.ts';
import { invariant } from '#lib/kernel/errors.ts';

/**
 * The name of this installation in the UIDs it exports, made at first need and never changed. Two processes at once:
 * one inserts, both read the same row.
 */
export async function readInstanceId(db: Database): Promise<string> {
  const [known] = await db.select().from(installation);
  if (known) return known.instanceId;
  await db
    .insert(installation)
    .values({ instanceId: randomBytes(8).toString('hex'), createdAt: Temporal.Now.instant() })
    .onConflictDoNothing();
  const [made] = await db.select().from(installation);
  invariant(made, 'the installation row exists after its insert');
  return made.instanceId;
}
