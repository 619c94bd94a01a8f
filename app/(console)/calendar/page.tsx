import '#components/timeline/print.css';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { NoProperties } from '#components/timeline/no-properties.tsx';
import { coverOf, POSITION_COOKIE, readPosition, spanOf } from '#components/timeline/position.ts';
import { TimelineScreen } from '#components/timeline/timeline.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { listProperties } from '#lib/domain/properties/queries.ts';
import { readProtections } from '#lib/domain/protection/read-protection.ts';
import { night } from '#lib/kernel/nights.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('timeline'))('title') };
}

export default async function CalendarPage({ searchParams }: Props) {
  const [{ ctx, role }, asked, jar, head] = await Promise.all([
    requirePageCtx(),
    searchParams,
    cookies(),
    headers(),
  ]);
  const [properties, protections] = await Promise.all([
    listProperties(ctx, { limit: 200 }),
    readProtections(ctx),
  ]);
  if (properties.items.length === 0) return <NoProperties mayAdd={can(role, 'property.write')} />;

  const zone = commonest(properties.items.map((property) => property.timezone));
  const now = ctx.clock.now();
  const local = now.toZonedDateTimeISO(zone);
  const today = local.toPlainDate().toString();
  const one = (key: string) => [asked[key]].flat()[0];
  const isPhone = /\bMobi/.test(head.get('user-agent') ?? '');
  const position = readPosition(
    { from: one('from'), zoom: isPhone ? '2w' : one('zoom') },
    jar.get(POSITION_COOKIE)?.value,
    today,
  );
  const cover = coverOf(spanOf(position));
  const timeline = await readTimeline(ctx, { from: night(cover.from), to: night(cover.to) });
  const begin = one('new');
  return (
    <TimelineScreen
      start={{
        place: { ...position, q: one('q')?.slice(0, 80) ?? '', property: one('property') ?? null },
        first: { cover, timeline },
        protections,
        currencies: Object.fromEntries(properties.items.map(({ id, currency }) => [id, currency])),
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
        begin: begin === 'booking' || begin === 'block' ? begin : null,
      }}
    />
  );
}

/** The zone of most properties: whose "today" the page means. */
function commonest(zones: readonly string[]): string {
  const counts = Map.groupBy(zones, (zone) => zone);
  return [...counts.values()].sort((a, b) => b.length - a.length)[0]?.[0] ?? 'UTC';
}
