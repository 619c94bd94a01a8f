import { AppError } from '#lib/kernel/errors.ts';
import type { Role } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';

/** What a person is told is their own: no key or job may touch it. @throws AppError forbidden */
export function requirePerson(ctx: Ctx): { id: string; role: Role } {
  if (ctx.actor.kind === 'user') return { id: ctx.actor.id, role: ctx.actor.role };
  throw new AppError('forbidden', 'This belongs to a person: sign in instead of sending an API key.');
}
