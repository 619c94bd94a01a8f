'use client';

import { useTranslations } from 'next-intl';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { type Effects, sumOf } from './use-effects.ts';

/** Always in sight: what activating the choices would do, and the button that goes on. At the foot of a phone. */
export function WhatWillHappen({
  changes,
  effects,
  action,
}: {
  changes: number;
  effects: Effects;
  action: { label: string; onPress: () => void; pending: boolean };
}) {
  const t = useTranslations('mapping.will');
  const common = useTranslations('common');
  const sum = sumOf(effects.effects);
  const isBlocked = sum.blocked > 0;
  return (
    <section
      aria-label={t('title')}
      className={`flex flex-col gap-2.5 border-line bg-canvas max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-20 max-lg:border-t max-lg:px-4 max-lg:py-3 lg:border-t lg:pt-4 ${changes === 0 ? 'max-lg:hidden' : ''}`}
    >
      <h2 className="font-medium text-sm max-lg:sr-only">{t('title')}</h2>
      {changes === 0 ? (
        <p className="text-ink-2 text-sm">{t('nothing')}</p>
      ) : (
        <ul
          aria-live="polite"
          aria-busy={effects.isBehind}
          className={`tnum flex flex-wrap gap-x-4 gap-y-1 text-sm lg:flex-col ${effects.isBehind ? 'text-ink-2' : ''}`}
        >
          <li>{t('changes', { count: changes })}</li>
          {effects.effects.length > 0 ? (
            <>
              <li>{t('bookings', { count: sum.coming })}</li>
              {sum.folded > 0 ? (
                <li className="max-lg:hidden">{t('folded', { count: sum.folded })}</li>
              ) : null}
              <li>
                <State
                  kind={sum.conflicts > 0 ? 'needs_you' : 'good'}
                  className={effects.isBehind ? 'text-ink-2' : undefined}
                >
                  {t('conflicts', { count: sum.conflicts })}
                </State>
              </li>
              {sum.paused > 0 ? <li>{t('paused', { count: sum.paused })}</li> : null}
            </>
          ) : effects.problem ? null : (
            <li className="text-ink-2">{t('looking')}</li>
          )}
        </ul>
      )}
      <ProblemNotice
        problem={effects.problem}
        action={
          <Button size="sm" onClick={effects.again}>
            {common('tryAgain')}
          </Button>
        }
      />
      {isBlocked ? <State kind="bad">{t('blocked', { count: sum.blocked })}</State> : null}
      <Button
        kind="primary"
        pending={action.pending}
        disabled={changes === 0 || isBlocked || effects.problem !== null || effects.effects.length === 0}
        onClick={action.onPress}
      >
        {action.label}
      </Button>
    </section>
  );
}
