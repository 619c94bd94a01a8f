'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Ago } from '#components/format/ago.tsx';
import { State } from '#components/ui/state.tsx';
import type { Conflict, Side } from '#lib/domain/conflicts/schemas.ts';
import type { SideStory } from '#lib/domain/guide/schemas.ts';
import { codeOfSide } from './side.tsx';
import { useSideChannel, useSideName } from './use-side-name.ts';

const KNOWN = ['airbnb', 'booking', 'avito'] as const;

/** What a person does at the channel, in order. The last steps tick themselves: the channel tells us, and the nights change hands. */
export function OutsideSteps({
  conflict,
  side,
  story,
  now,
}: {
  conflict: Conflict;
  side: Side;
  story: SideStory | null;
  now: string;
}) {
  const t = useTranslations('clash.steps');
  const nameOf = useSideName();
  const channel = useSideChannel()(side);
  const other = conflict.sides.find((one) => one.id !== side.id && one.kind === 'stay' && one.isStanding);
  const isHeard = !side.isStanding;
  const isSettled = isHeard && (other ? other.isHeld : conflict.status !== 'open');
  const code = codeOfSide(side);
  const rules = KNOWN.find((one) => one === side.channel) ?? 'other';
  const hears = story?.hears ?? null;
  const way = hears === null || !story?.source ? 'unknown' : story.source.kind;
  return (
    <ol className="flex flex-col gap-3" aria-label={t('title')}>
      <Step at={1} state={null} title={t('tell', { channel })}>
        {side.reservationId
          ? t.rich('tellHint', {
              channel,
              link: (chunks) => (
                <Link
                  href={`/reservations/${side.reservationId}`}
                  prefetch={false}
                  className="text-accent-text underline decoration-line-strong underline-offset-4"
                >
                  {chunks}
                </Link>
              ),
            })
          : null}
      </Step>
      <Step
        at={2}
        state={<State kind={isHeard ? 'good' : 'needs_you'}>{isHeard ? t('done') : t('todo')}</State>}
        title={code ? t('cancel', { code, channel }) : t('cancelNoCode', { channel })}
      >
        {t(`pay.${rules}`)}
      </Step>
      <Step
        at={3}
        state={
          <State kind={isHeard ? 'good' : 'waiting'}>
            {isHeard ? t('heard') : t('waiting', { channel })}
          </State>
        }
        title={t('hear', { channel })}
      >
        {t(`hears.${way}`, { channel, count: hears?.everyMinutes ?? 0 })}
        {hears?.lastAt && !isHeard ? (
          <> ({t.rich('asked', { ago: () => <Ago at={hears.lastAt ?? now} now={now} /> })})</>
        ) : null}
      </Step>
      <Step
        at={4}
        state={isSettled ? <State kind="good">{t('done')}</State> : null}
        title={other ? t('next', { name: nameOf(other, 'sentence') }) : t('free')}
      />
    </ol>
  );
}

function Step({
  at,
  title,
  state,
  children,
}: {
  at: number;
  title: string;
  state: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2">
      <span
        aria-hidden
        className="tnum grid size-5 place-items-center rounded-full border border-line-strong text-xs"
      >
        {at}
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5">
          <span className="font-medium">{title}</span>
          <span role="status">{state}</span>
        </p>
        {children ? <p className="text-ink-2 text-sm">{children}</p> : null}
      </div>
    </li>
  );
}
