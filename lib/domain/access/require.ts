import { AppError } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { type Action, can } from './rules.ts';

/**
 * First line of every verb that writes. Jobs and the system act on work that a permitted person set up.
 * @throws AppError forbidden
 */
export function requireCan(ctx: Ctx, action: Action): void {
  if (ctx.actor.kind === 'job' || ctx.actor.kind === 'system') return;
  if (can(ctx.actor.role, action)) return;
  throw new AppError(
    'forbidden',
    'Your role does not allow this. An owner or admin of the organization can.',
    {
      details: { action, role: ctx.actor.role },
    },
  );
}
