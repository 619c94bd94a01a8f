import type { z } from 'zod';
import type { Ctx } from '#lib/domain/ctx.ts';
import { JOBS, type JobKind, type JobKindSpec } from '#lib/platform/queue/contract.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import type { Outcome } from './outcome.ts';

/** How one kind of work is done. The payload is parsed again when it is worked: the row may be of an older version. */
export type Handler = Omit<JobKindSpec, 'scope'> &
  (
    | { readonly scope: 'organization'; readonly run: (ctx: Ctx, payload: unknown) => Promise<Outcome> }
    | { readonly scope: 'instance'; readonly run: (world: Runtime, payload: unknown) => Promise<Outcome> }
  );
export type Registry = Readonly<Record<string, Handler>>;

/** A handler of an organization's work. `run` gets what `payload` has parsed. */
export function organizationHandler<P extends z.ZodType>(
  spec: Omit<JobKindSpec, 'payload' | 'scope'> & { readonly payload: P },
  run: (ctx: Ctx, payload: z.output<P>) => Promise<Outcome>,
): Handler {
  return {
    payload: spec.payload,
    recurs: spec.recurs,
    punctual: spec.punctual,
    scope: 'organization',
    // async, so that what does not parse is a rejection like every other failure
    run: async (ctx, payload) => run(ctx, spec.payload.parse(payload)),
  };
}

/** A handler of the installation's own work. */
export function instanceHandler(kind: JobKind, run: (world: Runtime) => Promise<Outcome>): Handler {
  const { payload, recurs, punctual } = JOBS[kind];
  return { payload, recurs, punctual, scope: 'instance', run: async (world) => run(world) };
}
