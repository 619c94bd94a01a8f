'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { placeName } from '#components/home/place.ts';
import { useChannelName } from '#components/records/channel-label.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Side } from '#lib/domain/conflicts/schemas.ts';
import type { ConflictGuide, SideStory } from '#lib/domain/guide/schemas.ts';
import { Sentence } from './conflict-head.tsx';
import { PrintButton } from './print-button.tsx';
import { codeOfSide } from './side.tsx';
import { useHow } from './story-lines.tsx';
import { useToldWords } from './told-list.tsx';
import './paper.css';

/** On a phone a time takes two lines, and an answer may break. */
const WIDTH = { time: 'w-24 sm:w-40', what: '', answer: 'w-24 sm:w-40' };

/** "2026-05-01 09:41:07": the same on everybody's paper. */
const utc = (iso: string) => iso.slice(0, 19).replace('T', ' ');

/** Both claims with their times, what the times say, and who was told when: to print, or to send to a channel. */
export function Evidence({
  guide,
  said,
  now,
}: {
  guide: ConflictGuide;
  /** What was said of each side, masked, by its id. */
  said: Readonly<Record<string, string>>;
  now: string;
}) {
  const t = useTranslations('clash.paper');
  const kinds = useTranslations('records.inbox.kind');
  const outcome = useTranslations('clash.told.outcome');
  const locale = useLocale();
  const words = useToldWords();
  const { conflict, stories, told } = guide;
  const { unit } = conflict;
  const heardAt = (side: Side) => stories.find((one) => one.sideId === side.id)?.heardAt ?? '';
  // Whoever was known first is A.
  const inOrder = [...conflict.sides].sort((a, b) => Date.parse(heardAt(a)) - Date.parse(heardAt(b)));
  return (
    <article className="evidence mx-auto w-full max-w-4xl px-4 py-6 sm:px-6">
      <div className="not-on-paper mb-6 flex flex-wrap items-center justify-between gap-3">
        <Link href={`/conflicts/${conflict.id}`} className="text-ink-2 text-sm hover:underline">
          {t('back')}
        </Link>
        <PrintButton label={t('print')} />
      </div>
      <h1 className="text-balance font-semibold text-xl tracking-tight">
        {t('title', { unit: placeName(unit.propertyName, unit.name) })}
      </h1>
      <p className="tnum mt-1 text-ink-2">
        {kinds(`${conflict.kind}.name`)} · {sayStay(locale, conflict.checkIn, conflict.checkOut)}
      </p>
      <p className="tnum mt-1 text-ink-2 text-sm">
        {t('printed', { at: utc(now) })} <span className="font-mono">{conflict.id}</span>
      </p>
      <p className="mt-3">
        <Sentence conflict={conflict} />
      </p>
      <div className="mt-6 grid gap-6 sm:grid-cols-2">
        {inOrder.map((side, at) => (
          <Claim
            key={side.id}
            letter={'AB'.charAt(at)}
            side={side}
            story={stories.find((one) => one.sideId === side.id) ?? null}
            said={said[side.id] ?? null}
          />
        ))}
      </div>
      {Object.keys(said).length > 0 ? <p className="mt-4 text-ink-2 text-sm">{t('masked')}</p> : null}
      <section className="mt-8">
        <h2 className="font-semibold text-lg">{t('told')}</h2>
        {told.length === 0 ? <p className="mt-1 text-ink-2">{t('notTold')}</p> : null}
        {told.length > 0 ? (
          <table className="tnum mt-2 w-full table-fixed border-collapse text-sm">
            <thead>
              <tr className="border-line-strong border-b text-left">
                {(['time', 'what', 'answer'] as const).map((head) => (
                  <th
                    key={head}
                    scope="col"
                    className={cn('break-words py-1.5 pr-3 font-medium', WIDTH[head])}
                  >
                    {t(head)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {told.map((line) => (
                <tr
                  key={`${line.at}${line.name}${line.deliveryId ?? ''}`}
                  className="break-inside-avoid border-line border-b align-top"
                >
                  <td className="py-1.5 pr-3">{utc(line.at)}</td>
                  <td className="break-words py-1.5 pr-3">
                    {words(line)}
                    {line.deliveryId ? (
                      <span className="block break-all font-mono text-ink-2 text-xs">{line.deliveryId}</span>
                    ) : null}
                  </td>
                  <td className="break-words py-1.5">{line.outcome ? outcome(line.outcome) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </section>
    </article>
  );
}

function Claim({
  letter,
  side,
  story,
  said,
}: {
  letter: string;
  side: Side;
  story: SideStory | null;
  said: string | null;
}) {
  const t = useTranslations('clash.paper');
  const common = useTranslations('common');
  const locale = useLocale();
  const channel = useChannelName();
  const how = useHow();
  const nights =
    side.checkIn && side.checkOut
      ? `${sayStay(locale, side.checkIn, side.checkOut)} · ${common('nights', { count: nightsIn(side.checkIn, side.checkOut) })}`
      : null;
  const code = codeOfSide(side);
  const message = story?.messageId;
  const isByHand = story?.by === 'hand';
  const facts: readonly { label: string; value: string | null; isCode?: boolean }[] = [
    { label: t('guest'), value: side.guestName },
    { label: t('says'), value: side.summary },
    {
      label: t('channel'),
      value: [...new Set([channel(side.channel), side.calendar?.name].filter(Boolean))].join(' · '),
    },
    { label: t('code'), value: code, isCode: true },
    { label: t('nights'), value: nights },
    { label: t('unit'), value: side.unit?.name ?? null },
    {
      label: t('booked'),
      value: story?.bookedAt ? utc(story.bookedAt) : isByHand ? null : t('notTold'),
    },
    { label: t('heard'), value: story?.heardAt ? utc(story.heardAt) : t('notTold') },
    { label: t('how'), value: story ? how(story) : null },
    {
      label: t('message'),
      value: message ?? (isByHand ? null : t('noMessage')),
      isCode: Boolean(message),
    },
    { label: t('status'), value: t(side.isStanding ? (side.isHeld ? 'holds' : 'standing') : 'over') },
  ];
  return (
    <section>
      <h2 className="font-semibold text-lg">{t('claim', { letter })}</h2>
      <dl className="tnum mt-2 grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {facts.map(({ label, value, isCode }) =>
          value ? (
            <div key={label} className="contents">
              <dt className="text-ink-2">{label}</dt>
              <dd className={cn('min-w-0 break-words', isCode && 'break-all font-mono')}>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {said ? (
        <pre className="mt-3 overflow-x-auto whitespace-pre-wrap break-all rounded-md border border-line bg-panel px-3 py-2 font-mono text-xs">
          {said}
        </pre>
      ) : null}
    </section>
  );
}
