'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { nightsIn, sayNight, sayStay } from '#components/format/words.ts';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import { OverlapStrip } from './overlap-strip.tsx';
import { ConflictSide } from './side.tsx';

/** Two claims on the same nights, in a list: what happened, both sides, and the way to where it is settled. */
export function ConflictCard({ conflict: told, mayResolve }: { conflict: Conflict; mayResolve: boolean }) {
  const t = useTranslations('records.inbox');
  const words = useTranslations('clash.card');
  const common = useTranslations('common');
  const locale = useLocale();
  // Whoever has the nights stands first, in the picture and in the words.
  const conflict = { ...told, sides: [...told.sides].sort((a, b) => Number(b.isHeld) - Number(a.isHeld)) };
  const near = conflict.openedAt.slice(0, 10);
  const { unit } = conflict;
  const isOpen = conflict.status === 'open';
  const count = nightsIn(conflict.checkIn, conflict.checkOut);
  const dates =
    count === 1
      ? sayNight(locale, conflict.checkIn)
      : sayStay(locale, conflict.checkIn, conflict.checkOut, near);
  return (
    <article
      id={conflict.id}
      aria-labelledby={`${conflict.id}-title`}
      className="scroll-mt-16 rounded-lg border border-line bg-panel target:border-accent"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5 sm:px-5">
        <div className="min-w-0">
          <State kind={isOpen ? 'needs_you' : 'good'} chip>
            {t(`kind.${conflict.kind}.name`)}
          </State>
          <h2 id={`${conflict.id}-title`} className="mt-1.5 break-words font-semibold text-lg">
            {unit.name === unit.propertyName ? unit.name : `${unit.propertyName}, ${unit.name}`}
          </h2>
          <p className="tnum text-ink-2">
            {dates} · {common('nights', { count })}
          </p>
        </div>
        <Button asChild kind="quiet" size="sm" className="max-sm:-ml-2">
          <Link href={`/calendar?property=${unit.propertyId}&from=${addDays(conflict.checkIn, -3)}`}>
            <Icon name="calendar-range" />
            {t('inCalendar')}
          </Link>
        </Button>
      </header>
      <p className="max-w-3xl px-4 pt-2 text-ink-2 sm:px-5">
        {isOpen ? t(`kind.${conflict.kind}.means`) : <Resolution conflict={conflict} />}
      </p>
      {isOpen ? (
        <div className="px-4 pt-3 sm:px-5">
          <OverlapStrip conflict={conflict} />
        </div>
      ) : null}
      <div className="grid gap-4 px-4 py-4 sm:grid-cols-2 sm:gap-0 sm:px-5">
        {conflict.sides.map((side, at) => (
          <div
            key={side.id}
            className={
              at === 0 ? 'sm:pr-5' : 'border-line border-t pt-4 sm:border-t-0 sm:border-l sm:pt-0 sm:pl-5'
            }
          >
            <ConflictSide side={side} near={near} isOpen={isOpen} />
          </div>
        ))}
      </div>
      <footer className="border-line border-t px-4 py-3 sm:px-5">
        <Button asChild kind={isOpen && mayResolve ? 'primary' : 'secondary'}>
          <Link href={`/conflicts/${conflict.id}`} aria-describedby={`${conflict.id}-title`}>
            {words(isOpen && mayResolve ? 'settle' : 'look')}
            <Icon name="arrow-right" />
          </Link>
        </Button>
      </footer>
    </article>
  );
}

function Resolution({ conflict }: { conflict: Conflict }) {
  const t = useTranslations('records.inbox');
  return (
    <>
      {t(`resolution.${conflict.resolution ?? 'gone'}`)}
      {conflict.resolvedAt ? (
        <>
          {' '}
          <Moment at={conflict.resolvedAt} />
        </>
      ) : null}
      {conflict.note ? <q className="mt-1 block">{conflict.note}</q> : null}
    </>
  );
}
