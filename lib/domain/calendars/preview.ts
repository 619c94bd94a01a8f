import { and, eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { OutboundError } from '#lib/platform/http-errors.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { checkLink, linkPolicy } from './link.ts';
import type { Preview } from './schemas.ts';

const SHOWN = 200;

/**
 * What a link would bring, before anything is saved. Reads the feed once; writes nothing.
 * @throws AppError invalid_input whose `details.reason` is why the link or its answer cannot be used
 */
export async function previewCalendar(ctx: Ctx, subjectId: string, icalUrl: string): Promise<Preview> {
  requireCan(ctx, 'calendar.configure');
  const { property, units } = await getCalendarSubject(ctx, subjectId);
  const subject = { propertyId: property.id, unitIds: units.map((unit) => unit.id) };
  const url = checkLink(ctx, icalUrl, subject);
  const fetched = await ctx
    .fetchDocument(url.href, { policy: linkPolicy(ctx, subject), clock: ctx.clock })
    .catch((error: unknown) => {
      if (error instanceof OutboundError) throw refused(error.code, error.message);
      throw error;
    });
  if (fetched.kind !== 'document') throw refused('empty_body', 'The server answered without a calendar.');
  const today = todayIn(property.timezone, ctx.clock.now());
  const read = await ctx.feedReader.read(fetched.bytes, {
    timeZone: property.timezone,
    today,
    unitIds: subject.unitIds,
    instanceId: ctx.instanceId,
    host: url.hostname,
  });
  if (read.verdict === 'rejected') throw refused(read.code, read.detail);
  const upcoming = read.events.filter((event) => event.checkOut > today);
  return {
    platform: read.dialect,
    calendarName: read.calendarName,
    events: upcoming.slice(0, SHOWN).map((event) => ({
      kind: event.kind,
      from: event.checkIn,
      to: event.checkOut,
      summary: event.summary,
      uid: event.uid,
      tentative: event.tentative,
      mayBeBooking: event.mayBeBooking,
    })),
    warnings: [...read.warnings.slice(0, 50)],
    alreadyFollowedBy: await findFollower(ctx, url),
  };
}

function refused(reason: string, detail: string): AppError {
  return new AppError('invalid_input', `${detail} Nothing was saved.`, {
    issues: [{ path: 'icalUrl', message: detail }],
    details: { reason },
  });
}

async function findFollower(ctx: Ctx, url: URL): Promise<string | null> {
  const [row] = await ctx.db
    .select({ name: externalCalendars.name })
    .from(externalCalendars)
    .where(
      and(
        eq(externalCalendars.orgId, ctx.org),
        eq(externalCalendars.urlHash, ctx.secretHash(`calendar-link ${ctx.org} ${url.href}`)),
      ),
    );
  return row?.name ?? null;
}
