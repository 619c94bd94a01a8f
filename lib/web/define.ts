import type { z } from 'zod';
import type { Action } from '#lib/domain/access/rules.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One endpoint as data: what the handler parses with is what /api/openapi.json says.
 * `can`: an action of the organization; 'signed_in' needs an organization but no particular right; 'public' needs nobody.
 */
export type Definition<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  readonly method: Method;
  /** With `{name}` for parameters: `/api/properties/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly can: Action | 'signed_in' | 'public';
  /** Only machines call it, with a signature of their own: where the call comes from says nothing. */
  readonly isForMachines?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Status and shape of the answer when all is well. */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: A;
  /** With `format=csv` in the query the same rows come as a table; the handler answers with it itself. */
  readonly alsoCsv?: true;
};

export function define<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  C extends Definition['can'],
>(definition: Definition<P, Q, B, A> & { readonly can: C }): Definition<P, Q, B, A> & { readonly can: C } {
  return definition;
}
