import '#components/timeline/canvas.css';
import '#components/timeline/parts.css';
import '#components/timeline/print.css';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { arriving } from '#components/frame/arriving.tsx';
import { TILE } from '#components/timeline/canvas.ts';
import { leanTimeline } from '#components/timeline/lean.ts';
import { NoProperties } from '#components/timeline/no-properties.tsx';
import { type Place, readPlace } from '#components/timeline/place.ts';
import { agendaSpan, POSITION_COOKIE, spanOf } from '#components/timeline/position.ts';
import { firstProperties, frameOf, nightsOf, tilesOf } from '#components/timeline/tiles.ts';
import { TimelineScreen } from '#components/timeline/timeline.tsx';
import { TimelineSkeleton } from '#components/timeline/timeline-skeleton.tsx';
import type { Loaded } from '#components/timeline/use-timeline-data.ts';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { commonestZone } from '#lib/domain/properties/commonest-zone.ts';
import { readCurrencies } from '#lib/domain/properties/read-currencies.ts';
import { readProtections } from '#lib/domain/protection/read-protection.ts';
import { addNights, night } from '#lib/kernel/nights.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('timeline'))('title') };
}

async function CalendarPage({ searchParams }: Props) {
  const [{ ctx, role }, asked, jar, head] = await Promise.all([
    requirePageCtx(),
    searchParams,
    cookies(),
    headers(),
  ]);
  const [currencies, zone, protections] = await Promise.all([
    readCurrencies(ctx),
    commonestZone(ctx),
    readProtections(ctx),
  ]);
  if (Object.keys(currencies).length === 0) return <NoProperties mayAdd={can(role, 'property.write')} />;

  const now = ctx.clock.now();
  const local = now.toZonedDateTimeISO(zone);
  const today = local.toPlainDate().toString();
  const one = (key: string) => [asked[key]].flat()[0];
  const isPhone = /\bMobi/.test(head.get('user-agent') ?? '');
  const kept = jar.get(POSITION_COOKIE)?.value;
  const place = readPlace(one, kept, today, isPhone);
  const first = await readFirst(ctx, place, today, isPhone);
  return (
    <TimelineScreen
      start={{
        place,
        first,
        protections,
        currencies,
        rights: {
          book: can(role, 'reservation.write'),
          block: can(role, 'block.write'),
          resolve: can(role, 'conflict.resolve'),
          journal: can(role, 'journal.read'),
        },
        now: now.toString(),
        localNow: { night: today, minutes: local.hour * 60 + local.minute },
        zone,
        isPhone,
      }}
    />
  );
}

export default arriving(TimelineSkeleton, CalendarPage);

/** Units that fill a tall screen; a phone lists all, of which these are the first. */
const UNITS_IN_SIGHT = 26;
const UNITS_ON_PHONE = 80;

/** The frame of everything, and the bars of what will be in sight. Two reads, the second of which needs the first. */
async function readFirst(ctx: Ctx, place: Place, today: string, isPhone: boolean): Promise<Loaded> {
  const days = [addNights(night(today), -1), addNights(night(today), 1)] as const;
  const frame = frameOf(await readTimeline(ctx, { from: days[0], to: days[1] }), today);
  const starts = tilesOf(isPhone ? agendaSpan(place, today) : spanOf(place));
  const read = nightsOf(starts[0] ?? 0, (starts.at(-1) ?? 0) + TILE);
  const propertyIds = firstProperties(frame.timeline, {
    ...place,
    units: isPhone ? UNITS_ON_PHONE : UNITS_IN_SIGHT,
  });
  const timeline =
    propertyIds.length === 0
      ? { properties: [] }
      : await readTimeline(ctx, { from: night(read.from), to: night(read.to), propertyIds });
  return { frame, starts, timeline: leanTimeline(timeline) };
}
