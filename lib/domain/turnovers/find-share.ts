import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { organizations } from '#db/schema/organizations.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Ctx, ctxFor, type Deps } from '../ctx.ts';

const MAX_TOKEN_CHARS = 200;
/** When it was last opened is told to the minute: a page that is reloaded costs no write each time. */
const NOTED_SECONDS = 60;

/** A link that opens, and what it shows. */
export type Share = {
  readonly ctx: Ctx;
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  /** Null: every property. */
  readonly propertyIds: readonly string[] | null;
};

/**
 * The link of a token, or null: unknown, revoked, run out, or not a token at all. One round trip and the same work for each
 * of them, so that neither answer nor time tells which it was.
 */
export async function findShare(deps: Deps, token: string): Promise<Share | null> {
  const now = deps.clock.now();
  const [row] = await deps.db
    .select({ link: turnoverLinks, organization: organizations.name })
    .from(turnoverLinks)
    .innerJoin(organizations, eq(organizations.id, turnoverLinks.orgId))
    .where(
      and(
        eq(turnoverLinks.tokenHash, turnoverHash(deps, token.slice(0, MAX_TOKEN_CHARS))),
        isNull(turnoverLinks.revokedAt),
        or(isNull(turnoverLinks.expiresAt), gt(turnoverLinks.expiresAt, now)),
      ),
    );
  if (!row) return null;
  const { link, organization } = row;
  return {
    ctx: ctxFor(deps, {
      provenOrg: link.orgId,
      actor: { kind: 'system', id: null },
      requestId: newId('request'),
    }),
    id: link.id,
    name: link.name,
    organization,
    propertyIds: link.propertyIds,
  };
}

/** Notes that somebody looked. */
export async function noteOpened({ ctx, id }: Share): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .update(turnoverLinks)
    .set({ lastOpenedAt: now })
    .where(
      and(
        eq(turnoverLinks.orgId, ctx.org),
        eq(turnoverLinks.id, id),
        or(
          isNull(turnoverLinks.lastOpenedAt),
          lt(turnoverLinks.lastOpenedAt, now.subtract({ seconds: NOTED_SECONDS })),
        ),
      ),
    );
}

export function turnoverHash(deps: Pick<Deps, 'secretHash'>, token: string): string {
  return deps.secretHash(`turnover-token ${token}`);
}
