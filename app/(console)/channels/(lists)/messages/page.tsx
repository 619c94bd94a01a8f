import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { z } from 'zod';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody } from '#components/frame/page.tsx';
import { MessagesList } from '#components/messages/messages-list.tsx';
import { ChannelsHead } from '#components/records/channels-head.tsx';
import { FilterBar, FilterChoice, FilterText } from '#components/records/filters.tsx';
import { Pager } from '#components/records/pager.tsx';
import { accountsOf } from '#components/records/run-subjects.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { listMessages } from '#lib/domain/messages/queries.ts';
import { MESSAGE_OUTCOMES, MessageCursor, MessageFilter } from '#lib/domain/messages/schemas.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = MessageFilter.extend({ cursor: MessageCursor.optional() });
const PATH = '/channels/messages';
const WAYS = MessageFilter.shape.way.unwrap().options;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('messages'))('title') };
}

export default async function MessagesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('messages'),
    searchParams,
  ]);
  if (!can(role, 'run.read')) return <Forbidden />;
  const asked: z.output<typeof Filter> = readSearch(Filter, search).value ?? {};
  const [messages, calendars, connections] = await Promise.all([
    listMessages(ctx, { ...asked, limit: 50 }),
    listAllCalendars(ctx),
    listConnectionStates(ctx),
  ]);
  const isFiltered = Object.values(asked).some(Boolean);
  const sources = [
    ...accountsOf(connections.items).map(({ id, name, provider }) => ({
      value: id,
      label: `${name} · ${CHANNEL_NAMES[provider]}`,
    })),
    ...calendars.items.map((calendar) => ({
      value: calendar.id,
      label: `${calendar.name} · ${calendar.unitName ?? calendar.propertyName}`,
    })),
  ];
  return (
    <>
      <ChannelsHead here="messages" />
      <PageBody className="gap-4">
        {messages.items.length === 0 && !isFiltered ? null : (
          <FilterBar
            names={['q', 'source', 'way', 'outcome']}
            more={
              <>
                <FilterChoice
                  name="source"
                  label={t('sourceLabel')}
                  all={t('everySource')}
                  options={sources}
                />
                <FilterChoice
                  name="way"
                  label={t('wayLabel')}
                  all={t('everyWay')}
                  options={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))}
                />
                <FilterChoice
                  name="outcome"
                  label={t('outcomeLabel')}
                  all={t('everyOutcome')}
                  options={MESSAGE_OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
                />
              </>
            }
          >
            <FilterText name="q" label={t('search')} />
          </FilterBar>
        )}
        {messages.items.length > 0 ? (
          <MessagesList messages={messages.items} />
        ) : (
          <EmptyState
            title={t(isFiltered ? 'noneSuch' : 'emptyTitle')}
            action={
              <Button asChild>
                <Link href={isFiltered ? PATH : '/channels'}>
                  {t(isFiltered ? 'showAll' : 'emptyAction')}
                </Link>
              </Button>
            }
          >
            {isFiltered ? undefined : t('emptyMeans')}
          </EmptyState>
        )}
        <Pager path={PATH} search={asked} nextCursor={messages.nextCursor} />
      </PageBody>
    </>
  );
}
