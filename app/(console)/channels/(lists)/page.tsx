import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ChannelCards } from '#components/connections/channel-cards.tsx';
import { Section } from '#components/frame/page.tsx';
import { BellLine } from '#components/records/bell-line.tsx';
import { ChannelsView } from '#components/records/channels-view.tsx';
import { FollowedList } from '#components/records/followed-list.tsx';
import { FollowedSample } from '#components/records/followed-sample.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { getChannel } from '#lib/domain/connections/queries.ts';
import { ProviderName } from '#lib/domain/connections/schemas.ts';
import { readProperties } from '#lib/domain/properties/read-properties.ts';
import { type BellState, bellState } from '#lib/domain/runs/bells.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = z.object({
  state: z.enum(['failing', 'stale', 'doubtful', 'syncing', 'healthy', 'paused']).optional(),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('channels') };
}

export default async function ChannelsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.channels'),
    searchParams,
  ]);
  const [channels, calendars, bell, properties] = await Promise.all([
    Promise.all(ProviderName.options.map((provider) => getChannel(ctx, provider))),
    listAllCalendars(ctx),
    bellState(ctx),
    readProperties(ctx),
  ]);
  const now = ctx.clock.now().toString();
  const [first, second] = properties;
  const mayImport = can(role, 'calendar.configure');
  const start = !first ? '/properties/new' : second ? '/properties' : `/properties/${first.id}?open=import`;
  return (
    <ChannelsView maySyncAll={can(role, 'calendar.sync_all') && calendars.items.length > 0}>
      <BellLine bell={shapeBell(bell, can(role, 'calendar.configure'))} now={now} />
      <ChannelCards
        channels={channels}
        places={properties.map(({ id, name }) => ({ id, name }))}
        now={now}
        rights={{
          sync: can(role, 'connection.sync'),
          configure: can(role, 'connection.configure'),
          settle: can(role, 'reservation.write'),
          force: can(role, 'push.force'),
        }}
      />
      <Section title={t('calendars')} lead={t('linksLead')}>
        {calendars.items.length === 0 ? (
          <EmptyState
            title={t('emptyTitle')}
            action={
              mayImport ? (
                <Button asChild kind="primary">
                  <Link href={start}>{t(first ? 'emptyImport' : 'emptyProperty')}</Link>
                </Button>
              ) : null
            }
            sample={<FollowedSample />}
          >
            {mayImport ? t('emptyMeans') : t('emptyAsk')}
          </EmptyState>
        ) : (
          <FollowedList
            calendars={calendars.items}
            now={now}
            maySync={can(role, 'calendar.sync')}
            shown={readSearch(Filter, search).value?.state ?? null}
          />
        )}
      </Section>
    </ChannelsView>
  );
}

/** Notes on a delivery are for those who can do something about it. */
function shapeBell(bell: BellState, isAdmin: boolean) {
  return {
    source: bell.source,
    lastRangAt: bell.lastRangAt?.toString() ?? null,
    standingInSince: bell.standingInSince?.toString() ?? null,
    lastFailure:
      bell.lastFailure && isAdmin
        ? { at: bell.lastFailure.at.toString(), note: bell.lastFailure.note }
        : null,
  };
}
