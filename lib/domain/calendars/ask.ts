import type { FetchedDocument } from '#lib/platform/http.ts';
import { OutboundError } from '#lib/platform/http-errors.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { Ctx } from '../ctx.ts';
import { linkPolicy, openLink } from './link.ts';
import type { CalendarRow } from './types.ts';

export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
};
export type Answer =
  | { readonly kind: 'document'; readonly document: Extract<FetchedDocument, { kind: 'document' }> }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Asks a calendar's server once. Validators go along only where "as before" would mean that there is nothing to do:
 * not on a new day, when the same text may read differently, and not while something missing waits for like answers.
 */
export async function askCalendar(
  ctx: Ctx,
  calendar: CalendarRow,
  input: { unitIds: readonly string[]; maySkip: boolean },
): Promise<Answer> {
  try {
    const link = openLink(ctx, calendar.id, calendar.urlSealed);
    const fetched = await ctx.fetchDocument(link, {
      policy: linkPolicy(ctx, { propertyId: calendar.propertyId, unitIds: input.unitIds }),
      clock: ctx.clock,
      ...(input.maySkip ? { etag: calendar.etag, lastModified: calendar.lastModified } : {}),
    });
    switch (fetched.kind) {
      case 'document':
        return { kind: 'document', document: fetched };
      case 'not_modified':
        return { kind: 'unchanged' };
      case 'no_content':
        return {
          kind: 'failed',
          failure: {
            code: 'empty_body',
            message: 'The server answered without a calendar. What it said last still stands.',
          },
        };
    }
  } catch (error) {
    if (error instanceof OutboundError) {
      return {
        kind: 'failed',
        failure: { code: error.code, message: error.message, retryAfterSeconds: error.retryAfterSeconds },
      };
    }
    if (error instanceof SealError) {
      return {
        kind: 'failed',
        failure: {
          code: 'link_sealed',
          message: 'The link of this calendar cannot be opened with the keys in use. Paste it again.',
        },
      };
    }
    throw error;
  }
}
