import { useTranslations } from 'next-intl';
import type { Run } from '#lib/domain/runs/schemas.ts';
import { Duration } from './duration.tsx';
import { Facts } from './facts.tsx';
import { Moment } from './moment.tsx';
import { RunState } from './run-state.tsx';

export function RunFacts({ run }: { run: Run }) {
  const t = useTranslations('records.runs');
  // Polls that bring nothing share a row: its end is then the last poll's, not this one's.
  const isShared = run.kind === 'calendar' && run.polls > 1;
  return (
    <Facts
      facts={[
        { label: t('outcome'), value: <RunState run={run} chip /> },
        { label: t('time'), value: <Moment at={run.startedAt} look="seconds" /> },
        { label: t('triggerLabel'), value: t(`trigger.${run.trigger}`) },
        isShared && { label: t('asked'), value: t('polls', { count: run.polls }) },
        run.kind === 'calendars' && { label: t('calendar'), value: t('covers', { count: run.polls }) },
        run.finishedAt !== null && {
          label: t(isShared ? 'span' : 'duration'),
          value: <Duration from={run.startedAt} to={run.finishedAt} />,
        },
        {
          label: t('changes'),
          value:
            run.kind === 'push'
              ? t('told', { count: run.updated })
              : t('counts', { created: run.created, updated: run.updated, cancelled: run.cancelled }),
        },
        { label: t('id'), value: <span className="font-mono text-sm">{run.id}</span> },
      ]}
    />
  );
}
