import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import { type CalendarHealth, HEALTH_STATE } from './health.ts';

export function HealthState({ health, chip }: { health: CalendarHealth; chip?: boolean }) {
  const t = useTranslations('health');
  return (
    <State kind={HEALTH_STATE[health]} {...(chip ? { chip } : {})} title={t(`${health}.means`)}>
      {t(`${health}.word`)}
    </State>
  );
}
