import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { sayNight } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { ChangeTable } from './change-table.tsx';
import { factsOf } from './facts.ts';
import { placeOf } from './places.ts';
import { Because, LINK, useSentence } from './sentence.tsx';
import { sentencesOf } from './words.ts';

type Names = Readonly<Record<string, string>>;

/** The journal day by day, by the clock of one place; each row unfolds to what stood before and after. */
export function JournalDays({
  items,
  names,
  zone,
  today,
}: {
  items: readonly JournalItem[];
  names: Names;
  zone: string;
  today: string;
}) {
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-6">
      {byDay(items, zone).map(([day, rows]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="mb-2 font-semibold text-base">
            {sayNight(locale, day, day.slice(0, 4) === today.slice(0, 4) ? 'day' : 'dayYear')}
          </h2>
          <ol className="rounded-lg border border-line bg-panel">
            {rows.map((item) => (
              <Row key={item.id} item={item} names={names} zone={zone} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Row({ item, names, zone }: { item: JournalItem; names: Names; zone: string }) {
  const t = useTranslations('journal');
  const locale = useLocale();
  const say = useSentence(names);
  const sentences = sentencesOf(item);
  const clock = (seconds: boolean) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit', day: 'numeric', month: 'short', year: 'numeric' } : {}),
      hourCycle: 'h23',
      timeZone: zone,
    }).format(Date.parse(item.at));
  const place = placeOf(item);
  return (
    <li className="flex gap-4 border-line border-b px-4 py-2.5 last:border-b-0">
      <time dateTime={item.at} title={clock(true)} className="tnum w-11 shrink-0 pt-px text-ink-2 text-sm">
        {clock(false)}
      </time>
      <div className="min-w-0 flex-1">
        {sentences.map((sentence) => (
          <p key={sentence.key} className="break-words">
            {say(sentence)}
          </p>
        ))}
        <p className="break-words text-ink-2 text-sm">
          <Because item={item} />
          {place ? (
            <>
              {' · '}
              <Link href={place} className={LINK}>
                {names[item.subject.id] ?? t(`place.${item.subject.kind}`)}
              </Link>
            </>
          ) : null}
          {item.runId ? (
            <>
              {' · '}
              <Link href={`/channels/runs/${item.runId}`} className={LINK}>
                {t('toRun')}
              </Link>
            </>
          ) : null}
          {item.messageId ? (
            <>
              {' · '}
              <Link href={`/channels/messages/${item.messageId}`} className={LINK}>
                {t('toMessage')}
              </Link>
            </>
          ) : null}
        </p>
        {factsOf(item).length > 0 ? (
          <Unfolding item={item} names={names} zone={zone} said={sentences.map(say).join('; ')} />
        ) : null}
      </div>
    </li>
  );
}

/** @param said what the row says: what is unfolded is told apart by it */
function Unfolding({
  item,
  names,
  zone,
  said,
}: {
  item: JournalItem;
  names: Names;
  zone: string;
  said: string;
}) {
  const t = useTranslations('journal');
  return (
    <details className="group mt-1">
      <summary className="-ml-1 inline-flex cursor-pointer list-none items-center gap-1 rounded-sm px-1 text-ink-2 text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <Icon
          name="chevron-right"
          className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {t('page.details')}
        <span className="sr-only">: {said}</span>
      </summary>
      <div className="mt-1.5 mb-1 border-line border-l pl-3 max-sm:-ml-[60px]">
        <ChangeTable item={item} names={names} zone={zone} />
        <p className="mt-1.5 break-all font-mono text-ink-2 text-xs" lang="en">
          {item.action} · {item.subject.id}
        </p>
      </div>
    </details>
  );
}

function byDay(items: readonly JournalItem[], zone: string): [string, JournalItem[]][] {
  // The form of Sweden is the one that nights are written in.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  const days = Map.groupBy(items, (item) => day.format(Date.parse(item.at)));
  return [...days];
}
