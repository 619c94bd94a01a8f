import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Moment } from './moment.tsx';

export type Bell = {
  source: 'qstash' | 'clock';
  lastRangAt: string | null;
  standingInSince: string | null;
  lastFailure: { at: string; note: string } | null;
};

/** A bell that rang longer ago than this has stopped. */
const SILENT_MS = 10 * 60_000;
/** A delivery given up longer ago than this is nobody's concern any more. */
const FAILURE_SHOWN_MS = 24 * 3_600_000;

/** Who tells us that calendars are due, and plainly whether that works. */
export function BellLine({ bell, now }: { bell: Bell; now: string }) {
  const t = useTranslations('records.bell');
  const nowMs = Date.parse(now);
  const isSilent = bell.lastRangAt !== null && nowMs - Date.parse(bell.lastRangAt) > SILENT_MS;
  const failure = bell.lastFailure;
  const showsFailure = failure !== null && nowMs - Date.parse(failure.at) < FAILURE_SHOWN_MS;
  return (
    <div className="flex flex-col gap-2">
      {bell.standingInSince ? (
        <Notice
          kind="warn"
          title={t.rich('standingIn', {
            time: () => <Moment at={bell.standingInSince ?? ''} look={dayOld(bell.standingInSince, nowMs)} />,
          })}
        >
          {t('standingInMeans')}
        </Notice>
      ) : null}
      {bell.lastRangAt === null || isSilent ? (
        <Notice
          kind={isSilent ? 'bad' : 'info'}
          title={
            bell.lastRangAt === null
              ? t('never')
              : t.rich('silent', { ago: () => <Ago at={bell.lastRangAt ?? ''} now={now} /> })
          }
        >
          {t('silentMeans')}
        </Notice>
      ) : bell.standingInSince ? null : (
        <p className="flex items-center gap-2 text-ink-2 text-sm">
          <Icon name="bell-ring" className="size-4 shrink-0" />
          <span>{t.rich(bell.source, { ago: () => <Ago at={bell.lastRangAt ?? ''} now={now} /> })}</span>
        </p>
      )}
      {showsFailure ? (
        <Notice kind="warn" title={t.rich('gaveUp', { ago: () => <Ago at={failure.at} now={now} /> })}>
          {t('gaveUpMeans')}
          {failure.note ? <span className="mt-1 block font-mono text-xs">{failure.note}</span> : null}
        </Notice>
      ) : null}
    </div>
  );
}

function dayOld(at: string | null, nowMs: number): 'time' | 'short' {
  return at !== null && nowMs - Date.parse(at) < 12 * 3_600_000 ? 'time' : 'short';
}
