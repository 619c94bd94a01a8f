import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { WordByWord } from '#components/deliveries/word-by-word.tsx';
import { PageBody, PageHead, Section } from '#components/frame/page.tsx';
import { JournalList } from '#components/journal/journal-list.tsx';
import { MessageFacts, MessageTitle } from '#components/messages/message-facts.tsx';
import { ReplayResult } from '#components/messages/replay-result.tsx';
import { Button } from '#components/ui/button.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { namesOf } from '#lib/domain/journal/names.ts';
import { listJournal } from '#lib/domain/journal/queries.ts';
import { getMessage } from '#lib/domain/messages/queries.ts';
import { replayMessage } from '#lib/domain/messages/replay.ts';
import { found } from '#lib/web/page-found.ts';
import type { Search } from '#lib/web/page-search.ts';

const SHOWN = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('messages'))('one') };
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

/** `?try=1`: works out what the message would change if it came now. That is undone again, so asking for the page may do it. */
export default async function MessagePage({ params, searchParams }: Props) {
  const [{ ctx, role }, t, { id }, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('messages'),
    params,
    searchParams,
  ]);
  const message = await found(getMessage(ctx, id));
  const mayRead = can(role, 'journal.read');
  const mayTry = can(role, 'connection.sync');
  const [journal, tried] = await Promise.all([
    mayRead ? listJournal(ctx, { message: id, limit: SHOWN }) : null,
    mayTry && message.replay.isPossible && search.try === '1' ? replayMessage(ctx, id, 'try') : null,
  ]);
  const items = journal?.items ?? [];
  const names = await namesOf(
    ctx,
    items.flatMap((item) => (item.unitId ? [item.unitId] : [])),
  );
  return (
    <>
      <PageHead
        above={
          <Link href="/channels/messages" className="hover:underline">
            {t('back')}
          </Link>
        }
        title={<MessageTitle message={message} part="what" />}
        lead={<MessageTitle message={message} part="whom" />}
      />
      <PageBody>
        <MessageFacts message={message} />
        <Section title={t('whatChanged')}>
          {items.length > 0 ? (
            <JournalList items={items} unitNames={names} linkSubjects linkRuns />
          ) : (
            <p className="text-ink-2">
              {t(message.changes > 0 && !mayRead ? 'changesHidden' : 'changesNone')}
            </p>
          )}
          {journal?.nextCursor ? (
            <p className="mt-2 text-ink-2 text-sm">{t('changesCut', { count: SHOWN })}</p>
          ) : null}
        </Section>
        <Section
          id="again"
          title={t('replay.title')}
          {...(message.replay.isPossible ? { lead: t('replay.lead') } : {})}
        >
          {message.replay.why ? (
            <p className="max-w-3xl text-ink-2">{t(`why.${message.replay.why}`)}</p>
          ) : null}
          {message.replay.isPossible && !mayTry ? (
            <p className="text-ink-2">{t('replay.forbidden')}</p>
          ) : null}
          {tried ? <ReplayResult id={id} tried={tried} /> : null}
          {message.replay.isPossible && mayTry ? (
            <p className={tried ? 'mt-4' : undefined}>
              <Button asChild>
                <Link href={`/channels/messages/${id}?try=1#again`} prefetch={false} scroll={false}>
                  {t(tried ? 'replay.again' : 'replay.ask')}
                </Link>
              </Button>
            </p>
          ) : null}
        </Section>
        <div className="flex flex-col gap-3">
          {message.body === null ? (
            <p className="text-ink-2">{t('bodyNone')}</p>
          ) : (
            <>
              <WordByWord title={t('body')} text={message.body} />
              <p className="text-ink-2 text-sm">{t('masked')}</p>
            </>
          )}
        </div>
      </PageBody>
    </>
  );
}
