import { AppError } from '#lib/kernel/errors.ts';
import { can } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';
import { getMessage } from '../messages/queries.ts';
import { excerptOf } from './excerpt-rules.ts';
import { getConflictGuide } from './get-guide.ts';
import type { ConflictGuide } from './schemas.ts';

export type Evidence = {
  readonly guide: ConflictGuide;
  /** What was said of each side, masked, by the side's id; for those who may read messages, and as long as they are kept. */
  readonly said: Readonly<Record<string, string>>;
};

/** The guide of a conflict with what the messages said that brought its sides. @throws AppError not_found */
export async function getEvidence(ctx: Ctx, id: string): Promise<Evidence> {
  const guide = await getConflictGuide(ctx, id);
  const mayRead = !('role' in ctx.actor) || can(ctx.actor.role, 'run.read');
  if (!mayRead) return { guide, said: {} };
  const said = await Promise.all(
    guide.stories.map(async ({ sideId, messageId }) => {
      const body = messageId ? await readBody(ctx, messageId) : null;
      const side = guide.conflict.sides.find((one) => one.id === sideId);
      const part = body === null ? null : excerptOf(body, side?.checkIn ?? null);
      return part === null ? [] : [[sideId, part] as const];
    }),
  );
  return { guide, said: Object.fromEntries(said.flat()) };
}

/** One that is not kept any more says nothing. */
async function readBody(ctx: Ctx, messageId: string): Promise<string | null> {
  try {
    return (await getMessage(ctx, messageId)).body;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
