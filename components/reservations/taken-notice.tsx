'use client';

import { useLocale, useTranslations } from 'next-intl';
import { z } from 'zod';
import type { Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

const Taken = z.object({ nights: z.array(z.object({ night: z.string(), state: z.string() })) });

/** Which nights stand in the way and why; offers to book all the same only where nobody else's claim is touched. */
export function TakenNotice({ problem, onForce }: { problem: Problem | null; onForce: (() => void) | null }) {
  const t = useTranslations('taken');
  const locale = useLocale();
  const taken = problem?.code === 'nights_taken' ? Taken.safeParse(problem.details) : null;
  if (!taken?.success) return <ProblemNotice problem={problem} />;
  const { nights } = taken.data;
  const blockedOnly = nights.every((night) => night.state === 'blocked');
  return (
    <Notice
      kind="bad"
      title={t('title')}
      action={
        blockedOnly && onForce ? (
          <Button size="sm" onClick={onForce}>
            {t('force')}
          </Button>
        ) : null
      }
    >
      <ul className="tnum">
        {nights.slice(0, 6).map(({ night, state }) => (
          <li key={night}>
            {sayNight(locale, night)}: {t.has(`state.${state}`) ? t(`state.${state}`) : state}
          </li>
        ))}
      </ul>
      <p>{t('means')}</p>
    </Notice>
  );
}
