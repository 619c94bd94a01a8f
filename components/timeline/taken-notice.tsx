'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { useBarWords } from './use-bar-words.ts';

type Taken = { night: string; state: string; by?: { kind: string; id: string } };

/** The nights that a refusal names, each with what has it. */
export function takenNights(problem: Problem | null): Taken[] {
  const nights = problem?.code === 'nights_taken' ? problem.details.nights : null;
  return Array.isArray(nights) ? (nights as Taken[]) : []; // the shape of the domain's nights_taken
}

/** True where a person may book all the same: nothing but blocks and preparation is in the way. */
export function mayForce(problem: Problem | null): boolean {
  const taken = takenNights(problem);
  return taken.length > 0 && taken.every((one) => one.state === 'blocked');
}

/** A refusal told as cause, consequence and button; where nights are taken, who has them. */
export function TakenNotice({
  problem,
  timeline,
  action,
}: {
  problem: Problem | null;
  timeline: Timeline;
  action?: ReactNode;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const taken = takenNights(problem);
  if (taken.length === 0) return <ProblemNotice problem={problem} action={action} />;
  const bars = timeline.properties.flatMap((one) => one.units.flatMap((unit) => unit.bars));
  const causes = Map.groupBy(taken, (one) => one.by?.id ?? one.state);
  return (
    <Notice kind="bad" title={t('taken.title')} action={action}>
      <ul className="flex flex-col gap-0.5">
        {[...causes].map(([id, nights]) => {
          const kind = nights[0]?.by?.kind;
          const bar = bars.find((one) => one.id === id && (one.found ? 'found_closure' : one.kind) === kind);
          return <li key={id}>{bar ? barInTheWay(bar) : stateInTheWay(nights)}</li>;
        })}
      </ul>
      <p className="mt-1">{mayForce(problem) ? t('taken.mayForce') : t('taken.means')}</p>
    </Notice>
  );

  function barInTheWay(bar: Bar) {
    const who = words.fullName(bar);
    return t(`taken.${bar.found ? 'found' : bar.kind}`, {
      who,
      channel: words.channel(bar.channel, bar),
      nights: words.stay(bar),
    });
  }
  function stateInTheWay(nights: readonly Taken[]) {
    const [first] = nights;
    return t('taken.other', { night: words.night(first?.night ?? ''), count: nights.length });
  }
}
