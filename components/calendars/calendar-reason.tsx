import { useTranslations } from 'next-intl';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import type { CalendarHealth } from './health.ts';

/** Why a calendar stands as it stands, in words; nothing where all is well. */
export function CalendarReason({ calendar, health }: { calendar: ExternalCalendar; health: CalendarHealth }) {
  const t = useTranslations('calendars');
  const reasons = useTranslations('reason');
  const words = useTranslations('health');
  const code = calendar.lastSyncErrorCode ?? '';
  const warned = calendar.warnings.length;
  if (health === 'failing') {
    return (
      <p className="mt-0.5 break-words text-ink-2 text-sm" title={calendar.lastSyncError ?? undefined}>
        {reasons.has(code) ? reasons(code) : calendar.lastSyncError}
        {calendar.consecutiveFailures > 1 ? (
          <span> {t('failures', { count: calendar.consecutiveFailures })}.</span>
        ) : null}
      </p>
    );
  }
  if (health === 'doubtful') {
    return <p className="mt-0.5 text-ink-2 text-sm">{t('waiting', { count: calendar.waiting })}</p>;
  }
  if (health === 'stale' || health === 'paused') {
    return <p className="mt-0.5 text-ink-2 text-sm">{words(`${health}.means`)}</p>;
  }
  if (warned === 0) return null;
  return (
    <p
      className="mt-0.5 text-ink-2 text-sm"
      title={calendar.warnings.map((warning) => warning.detail).join('\n')}
    >
      {t('warnings', { count: warned })}
    </p>
  );
}
