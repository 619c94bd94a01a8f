import type { Deps } from '../ctx.ts';
import type { FeedSubject } from './internal.ts';
import { appUrlWarning } from './reachability.ts';
import type { PlainToken } from './schemas.ts';

/** A token as the addresses that people paste. They name the unit where there is one, so that a second unit breaks none. */
export function linkOf(deps: Pick<Deps, 'appUrl'>, subject: FeedSubject, token: string): PlainToken {
  const id = subject.unitId ?? subject.propertyId;
  const url = `${deps.appUrl}/api/calendar/${id}/feed.ics?token=${token}`;
  return {
    token,
    url,
    // One scheme for http and https: what opens a calendar program's subscribe dialog.
    webcalUrl: url.replace(/^https?:/, 'webcal:'),
    appUrlWarning: appUrlWarning(deps.appUrl),
  };
}
