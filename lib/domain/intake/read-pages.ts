import { createHash } from 'node:crypto';
import type { Access } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Page } from '#lib/providers/sales-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import { withAccess } from '../connections/with-access.ts';
import type { Ctx } from '../ctx.ts';
import type { RunError } from '../runs/schemas.ts';

/** More than any account has; a channel that never comes to an end is stopped here. */
const MAX_PAGES = 2000;

export type PagesRead = {
  /** Whether the channel came to its end and nothing seems to be missing. */
  readonly isWhole: boolean;
  readonly errors: readonly RunError[];
};

/**
 * Asks for one page after the other, stores each as it came, and hands it on. What was handed on stands whatever comes
 * later. A page that comes twice, a page that the channel refuses or that cannot be read, and a list shorter than the
 * channel says end the reading: then it is not whole, and nobody may conclude from what is missing.
 * @param what names the list, so that an answer is compared with the last one of the same list
 * @throws ChannelError where going on makes no sense now: auth, limited, transient, and any before the channel was asked
 */
export async function readPages<T>(
  ctx: Ctx,
  connectionId: string,
  what: string,
  ask: (access: Access, page: string | null) => Promise<Page<T>>,
  take: (page: Page<T>, messageId: string) => Promise<void>,
): Promise<PagesRead> {
  const seen = new Set<string>();
  let at: string | null = null;
  let count = 0;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const cursor: string | null = at;
    let page: Page<T>;
    let wasAsked = false;
    try {
      page = await withAccess(ctx, connectionId, (access) => {
        wasAsked = true;
        return ask(access, cursor);
      });
    } catch (error) {
      // Before the channel was asked it is our connection that cannot.
      if (!(error instanceof ChannelError) || !wasAsked || STOPS.includes(error.kind)) throw error;
      return broken(`list_${error.kind}`, `${error.message} What came before it stands.`);
    }
    const hash = createHash('sha256').update(page.bytes).digest('hex');
    // Dying after it: the raw answer stands, and the next sync asks again.
    const messageId = await storeInbound(
      ctx,
      { kind: 'poll', id: connectionId },
      page.bytes,
      inboundKey(what, cursor, hash),
    );
    if (page.items.length > 0 && seen.has(hash))
      return broken(
        'page_repeated',
        'The channel gave one page twice. What it told stands; the rest is asked for again.',
      );
    seen.add(hash);
    await take(page, messageId);
    count += page.items.length + page.unreadable.length;
    if (page.next === null) return ended(count, page.total);
    if (page.next === cursor || seen.has(`> ${page.next}`))
      return broken('page_repeated', 'The channel led back to a page it had given. What it told stands.');
    seen.add(`> ${page.next}`);
    at = page.next;
  }
  return broken('list_endless', `The channel's list did not end after ${MAX_PAGES} pages.`);
}

/** By which an answer is compared with the last one of the same list. */
export const inboundKey = (what: string, page: string | null, hash: string): string =>
  `${what} ${page ?? ''} ${hash}`;

const STOPS: readonly string[] = ['auth', 'limited', 'transient'];

function broken(code: string, message: string): PagesRead {
  return { isWhole: false, errors: [{ code, message: message.slice(0, 500) }] };
}

function ended(count: number, total: number | null): PagesRead {
  if (total === null || count >= total) return { isWhole: true, errors: [] };
  return broken('list_incomplete', `The channel says ${total} but told ${count}. What it told stands.`);
}
