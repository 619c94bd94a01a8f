import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import type { Run, RunStatus } from '#lib/domain/runs/schemas.ts';

export const RUN_STATE: Record<RunStatus, StateKind> = {
  running: 'waiting',
  success: 'good',
  partial: 'differs',
  error: 'bad',
};

/** How a sync ended. One that brought nothing says so instead of boasting. */
export function RunState({ run, chip }: { run: Run; chip?: boolean }) {
  const t = useTranslations('records.runs');
  return (
    <State kind={RUN_STATE[run.status]} {...(chip ? { chip } : {})}>
      {isQuiet(run) && run.kind !== 'calendars' ? t('quiet') : t(`status.${run.status}`)}
    </State>
  );
}

/** Whole, and nothing was new. */
export function isQuiet(run: Run): boolean {
  return run.status === 'success' && run.created + run.updated + run.cancelled === 0;
}
