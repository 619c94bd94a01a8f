import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Moment } from '#components/records/moment.tsx';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { Because, LINK, useSentence } from './sentence.tsx';
import { sentencesOf } from './words.ts';

/** What happened, newest first, as people would tell it: when, what, who and why. */
export function JournalList({
  items,
  unitNames,
  linkSubjects,
  linkRuns,
  linkMessages,
}: {
  items: readonly JournalItem[];
  unitNames: Readonly<Record<string, string>>;
  /** Where the rows are of different reservations. */
  linkSubjects?: boolean;
  linkRuns?: boolean;
  linkMessages?: boolean;
}) {
  const t = useTranslations('journal');
  const say = useSentence(unitNames);
  return (
    <ol className="rounded-lg border border-line bg-panel">
      {items.map((item) => (
        <li
          key={item.id}
          className="flex flex-col gap-x-4 gap-y-0.5 border-line border-b px-4 py-2.5 last:border-b-0 sm:flex-row"
        >
          <Moment at={item.at} className="tnum w-32 shrink-0 text-ink-2 text-sm sm:pt-px" />
          <div className="min-w-0 flex-1">
            {sentencesOf(item).map((sentence) => (
              <p key={sentence.key}>{say(sentence)}</p>
            ))}
            <p className="text-ink-2 text-sm">
              <Because item={item} />
              {linkSubjects && item.subject.kind === 'reservation' ? (
                <>
                  {' · '}
                  <Link href={`/reservations/${item.subject.id}`} className={LINK}>
                    {t('toReservation')}
                  </Link>
                </>
              ) : null}
              {linkRuns && item.runId ? (
                <>
                  {' · '}
                  <Link href={`/channels/runs/${item.runId}`} className={LINK}>
                    {t('toRun')}
                  </Link>
                </>
              ) : null}
              {linkMessages && item.messageId ? (
                <>
                  {' · '}
                  <Link href={`/channels/messages/${item.messageId}`} className={LINK}>
                    {t('toMessage')}
                  </Link>
                </>
              ) : null}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
