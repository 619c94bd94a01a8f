'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Section } from '#components/frame/page.tsx';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import type { ConflictGuide } from '#lib/domain/guide/schemas.ts';
import { markDecided } from './decided.ts';
import { OutsideSteps } from './outside-steps.tsx';
import { useSideChannel, useSideName } from './use-side-name.ts';

function reopen(id: string): Promise<Conflict> {
  return call<Conflict>('POST', `/api/conflicts/${id}/reopen`);
}

/** What was done, by whom, and the way back where there is one. */
export function Settled({
  guide,
  asked,
  mayResolve,
  now,
}: {
  guide: ConflictGuide;
  asked: string | null;
  mayResolve: boolean;
  now: string;
}) {
  const t = useTranslations('clash.settled');
  const said = useTranslations('clash.done');
  const { run, pending, problem } = useAction(reopen);
  const { conflict, settled } = guide;
  const who = useWho(settled);
  // Whoever went to the channel comes back to see the steps done.
  const outside = conflict.sides.find((side) => asked === `cancel_there:${side.id}`) ?? null;

  async function takeBack() {
    // Before it is done: the news of it may be here earlier than its answer.
    markDecided(conflict.id, true);
    if (await run(conflict.id)) toast(said('reopen', { name: '', unit: '' }));
  }

  return (
    <Section title={<span id="settled">{t('title')}</span>}>
      <div className="flex max-w-3xl flex-col gap-3">
        <p>
          <State kind="good" className="items-start text-base [&>svg]:mt-1">
            <span className="text-ink">
              <How conflict={conflict} />
            </span>
          </State>
        </p>
        <p className="tnum text-ink-2">
          {conflict.resolvedAt ? <Moment at={conflict.resolvedAt} look="seconds" /> : null}
          {who ? `, ${who}` : null}
        </p>
        {conflict.note ? <q className="break-words">{conflict.note}</q> : null}
        {outside ? (
          <OutsideSteps
            conflict={conflict}
            side={outside}
            story={guide.stories.find((one) => one.sideId === outside.id) ?? null}
            now={now}
          />
        ) : null}
        <ProblemNotice problem={problem} />
        {mayResolve ? <WayBack guide={guide} pending={pending} onReopen={takeBack} /> : null}
      </div>
    </Section>
  );
}

function useWho(settled: ConflictGuide['settled']): string | null {
  const t = useTranslations('clash.settled');
  if (!settled?.byKind) return null;
  if (settled.byKind === 'user') return settled.byName ? t('by', { name: settled.byName }) : null;
  if (settled.byKind === 'api_key') return settled.byName ? t('byKey', { name: settled.byName }) : null;
  return t('bySystem');
}

function How({ conflict }: { conflict: Conflict }): ReactNode {
  const t = useTranslations('clash.settled');
  const nameOf = useSideName();
  const channelOf = useSideChannel();
  const { resolution, sides, unit } = conflict;
  const over = sides.find((side) => !side.isStanding);
  const moved = sides.find((side) => side.isStanding && side.unit && side.unit.id !== unit.id);
  if (resolution === 'moved')
    return t('moved', { name: moved ? nameOf(moved) : '', unit: moved?.unit?.name ?? '' });
  if (resolution === 'cancelled') return t('cancelled', { name: over ? nameOf(over) : '' });
  if (resolution === 'accepted' || resolution === 'same_booking') return t(resolution);
  return over ? t('goneSide', { name: nameOf(over), channel: channelOf(over) }) : t('gone');
}

function WayBack({
  guide: { conflict, settled },
  pending,
  onReopen,
}: {
  guide: ConflictGuide;
  pending: boolean;
  onReopen: () => void;
}) {
  const t = useTranslations('clash.settled');
  if (settled?.mayReopen)
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button pending={pending} onClick={onReopen}>
          {t('reopen')}
        </Button>
        <span className="text-ink-2 text-sm">{t('reopenMeans')}</span>
      </div>
    );
  const moved = conflict.sides.find(
    (side) => side.isStanding && side.reservationId && side.unit && side.unit.id !== conflict.unit.id,
  );
  if (conflict.resolution === 'moved' && moved)
    return (
      <p className="text-ink-2 text-sm">
        {t.rich('noUndoMoved', {
          link: (chunks) => (
            <Link
              href={`/reservations/${moved.reservationId}`}
              prefetch={false}
              className="text-accent-text underline decoration-line-strong underline-offset-4"
            >
              {chunks}
            </Link>
          ),
        })}
      </p>
    );
  return conflict.resolution === 'cancelled' ? (
    <p className="text-ink-2 text-sm">{t('noUndoCancelled')}</p>
  ) : null;
}
