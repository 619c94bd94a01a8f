'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { nightsIn, sayNight, sayStay } from '#components/format/words.ts';
import { PageHead } from '#components/frame/page.tsx';
import { placeName } from '#components/home/place.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import { useSideName } from './use-side-name.ts';

/** Where, which nights, and in one sentence what happened. */
export function ConflictHead({ conflict }: { conflict: Conflict }) {
  const t = useTranslations('clash');
  const inbox = useTranslations('records.inbox');
  const common = useTranslations('common');
  const locale = useLocale();
  const { unit, checkIn, checkOut } = conflict;
  const count = nightsIn(checkIn, checkOut);
  const isOpen = conflict.status === 'open';
  const near = conflict.openedAt.slice(0, 10);
  return (
    <PageHead
      above={
        <Link href={isOpen ? '/inbox' : '/inbox/resolved'} className="hover:underline">
          {t('toInbox')}
        </Link>
      }
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {placeName(unit.propertyName, unit.name)}
          <span className="tnum font-normal text-ink-2 text-lg">
            {count === 1 ? sayNight(locale, checkIn) : sayStay(locale, checkIn, checkOut, near)} ·{' '}
            {common('nights', { count })}
          </span>
        </span>
      }
      lead={
        <span className="mt-1 flex flex-col items-start gap-1.5">
          <State kind={isOpen ? 'needs_you' : 'good'} chip>
            {inbox(`kind.${conflict.kind}.name`)}
          </State>
          <Sentence conflict={conflict} />
        </span>
      }
      action={
        <>
          <Button asChild kind="quiet">
            <Link href={`/calendar?property=${unit.propertyId}&from=${addDays(checkIn, -3)}`}>
              <Icon name="calendar-range" />
              {t('inCalendar')}
            </Link>
          </Button>
          <Button asChild>
            <Link href={`/conflicts/${conflict.id}/evidence`}>
              <Icon name="printer" />
              {t('evidence')}
            </Link>
          </Button>
        </>
      }
    />
  );
}

export function Sentence({ conflict }: { conflict: Conflict }) {
  const t = useTranslations('clash.sentence');
  const nameOf = useSideName();
  const [a, b] = [...conflict.sides].sort((x, y) => Number(y.isHeld) - Number(x.isHeld));
  if (!a || !b) return null;
  const words = {
    a: a.kind === 'stay' ? nameOf(a) : nameOf(a, 'sentence'),
    b: nameOf(b, 'sentence'),
    unit: conflict.unit.name,
  };
  if (conflict.status !== 'open') return <span>{t('over', words)}</span>;
  if (conflict.kind === 'possible_double_booking') return <span>{t('possible', words)}</span>;
  return <span>{t(a.isHeld ? 'held' : 'unheld', words)}</span>;
}
