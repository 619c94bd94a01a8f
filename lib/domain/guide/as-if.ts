import { invariant } from '#lib/kernel/errors.ts';
import { type Ctx, inTx } from '../ctx.ts';

/**
 * Does `work` in a transaction and takes all of it back: what a decision would lead to is read from its own doing, by the
 * rules that will do it. Nobody else ever sees it, and nothing that waits for the commit happens. It holds the locks
 * that the decision would hold, for as long as it looks.
 */
export async function asIf<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  invariant(!ctx.afterCommit, 'what is taken back must not stand in a transaction that is kept');
  try {
    return await inTx(ctx, async (tx): Promise<T> => {
      throw new TakenBack(await work(tx));
    });
  } catch (error) {
    // Only `work` of this very call throws one, so it carries a T.
    if (error instanceof TakenBack) return error.found as T;
    throw error;
  }
}

/** Ends the transaction, with what was seen in it. */
class TakenBack extends Error {
  readonly found: unknown;

  constructor(found: unknown) {
    super('taken back');
    this.found = found;
  }
}
