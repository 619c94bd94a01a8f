import { AppError } from '#lib/kernel/errors.ts';
import { checkUrl, hostPort, type UrlPolicy } from '#lib/platform/safe-url.ts';
import { open, seal } from '#lib/platform/seal.ts';
import type { Ctx, Deps } from '../ctx.ts';

/** Whose calendar is followed: a link to the feed of one of these is a loop. */
export type LinkSubject = { readonly propertyId: string; readonly unitIds: readonly string[] };

const OWN_FEED = /^\/api\/calendar\/([a-z]{3}_[0-9a-z]{24})\/feed\.ics$/;

export function linkPolicy(deps: Pick<Deps, 'outbound' | 'appUrl'>, subject: LinkSubject): UrlPolicy {
  return {
    allow: deps.outbound.allow,
    ownHosts: [...deps.outbound.ownHosts, hostPort(new URL(deps.appUrl))],
    ownFeed: (url) => {
      const id = OWN_FEED.exec(url.pathname)?.[1];
      if (!id) return 'none';
      // The property's own feed would be a loop for each of its units.
      return id === subject.propertyId || subject.unitIds.includes(id) ? 'own' : 'other';
    },
  };
}

/**
 * Checks a pasted link before anything is connected to.
 * @returns the address as it will be fetched
 * @throws AppError invalid_input with the reason under `details.reason`
 */
export function checkLink(deps: Pick<Deps, 'outbound' | 'appUrl'>, text: string, subject: LinkSubject): URL {
  const checked = checkUrl(text, linkPolicy(deps, subject));
  if (checked.ok) return checked.url;
  throw new AppError('invalid_input', `${checked.detail} Nothing was saved.`, {
    issues: [{ path: 'icalUrl', message: checked.detail }],
    details: { reason: checked.code },
  });
}

const place = (ctx: Ctx, calendarId: string) => ({
  table: 'external_calendars',
  column: 'url_sealed',
  rowId: calendarId,
  orgId: ctx.org,
});

export function sealLink(
  ctx: Ctx,
  calendarId: string,
  url: URL,
): { urlSealed: string; urlHash: string; urlHost: string } {
  return {
    urlSealed: seal(ctx.keys, url.href, place(ctx, calendarId)),
    urlHash: ctx.secretHash(`calendar-link ${ctx.org} ${url.href}`),
    urlHost: url.host.slice(0, 255),
  };
}

export function openLink(ctx: Ctx, calendarId: string, urlSealed: string): string {
  return open(ctx.keys, urlSealed, place(ctx, calendarId));
}
