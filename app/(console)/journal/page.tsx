import type { Metadata } from 'next';
import Link from 'next/link';
import { getMessages, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { idsIn } from '#components/journal/facts.ts';
import { JournalDays } from '#components/journal/journal-days.tsx';
import { JournalFilters } from '#components/journal/journal-filters.tsx';
import { actionsSaying } from '#components/journal/words.ts';
import { Pager } from '#components/records/pager.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { EXPORT_MAX } from '#lib/domain/journal/export.ts';
import { namesOf } from '#lib/domain/journal/names.ts';
import { listJournal } from '#lib/domain/journal/queries.ts';
import { JournalGroup, JournalQuery } from '#lib/domain/journal/schemas.ts';
import { journalZone } from '#lib/domain/journal/zone.ts';
import { listApiKeys, listMembers } from '#lib/domain/people/queries.ts';
import { readProperties, toNames } from '#lib/domain/properties/read-properties.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = JournalQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z~jrn_[0-9a-z]{24}$/)
    .optional(),
});
const PATH = '/journal';
const SHOWN = 50;
const ALL = { limit: 1000 };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('journal.page'))('title') };
}

export default async function JournalPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, messages, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('journal.page'),
    getMessages(),
    searchParams,
  ]);
  if (!can(role, 'journal.read')) return <Forbidden />;
  const { value, dropped } = readSearch(Filter, search);
  const asked: z.output<typeof Filter> = value ?? {};
  const actions = asked.q ? actionsSaying(asked.q, messages.journal.said) : [];
  const [{ items, nextCursor }, zone, properties, members, keys] = await Promise.all([
    listJournal(ctx, { ...asked, also: actions, limit: SHOWN }),
    journalZone(ctx, asked.unit),
    readProperties(ctx),
    listMembers(ctx, ALL),
    can(role, 'key.manage') ? listApiKeys(ctx, ALL) : null,
  ]);
  const names = await namesOf(ctx, items.flatMap(idsIn));
  const { cursor, also: _found, ...filters } = asked;
  const isFiltered = Object.values(asked).some(Boolean);
  const today = todayIn(zone, ctx.clock.now());
  return (
    <>
      <PageHead
        title={t('title')}
        lead={t('lead')}
        action={
          items.length > 0 ? (
            <Button asChild>
              <a href={csvOf(filters, actions)} download title={t('csvMeans', { count: EXPORT_MAX })}>
                <Icon name="download" />
                {t('csv')}
              </a>
            </Button>
          ) : null
        }
      />
      <PageBody className="gap-4">
        {dropped.length > 0 ? (
          <Notice kind="warn" title={t('dropped', { names: [...new Set(dropped)].join(', ') })} />
        ) : null}
        {items.length === 0 && !isFiltered ? null : (
          <>
            <JournalFilters
              groups={JournalGroup.options}
              properties={toNames(properties)}
              people={[
                ...members.items.map(({ userId, name }) => ({ id: userId, name })),
                ...(keys?.items ?? []),
              ]}
            />
            <p className="text-ink-2 text-sm">{t('zone', { zone })}</p>
          </>
        )}
        {items.length > 0 ? (
          <JournalDays items={items} names={names} zone={zone} today={today} />
        ) : (
          <EmptyState
            title={t(isFiltered ? 'noneSuch' : 'emptyTitle')}
            action={
              <Button asChild>
                <Link href={isFiltered ? PATH : '/properties'}>
                  {t(isFiltered ? 'showAll' : 'emptyAction')}
                </Link>
              </Button>
            }
          >
            {t(isFiltered ? 'noneSuchMeans' : 'emptyMeans')}
          </EmptyState>
        )}
        <Pager path={PATH} search={{ ...filters, cursor }} nextCursor={nextCursor} />
      </PageBody>
    </>
  );
}

/** The same rows as on the page: also those that the words of the reader's language found. */
function csvOf(filters: JournalQuery, actions: readonly string[]): string {
  const query = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(filters)) if (typeof value === 'string') query.set(name, value);
  if (actions.length > 0) query.set('also', actions.join(','));
  return `/api/journal?${query}`;
}
