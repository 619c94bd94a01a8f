import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Icon } from '#components/ui/icon.tsx';
import type { Run } from '#lib/domain/runs/schemas.ts';
import { Duration } from './duration.tsx';
import { Moment } from './moment.tsx';
import { RunCounts } from './run-counts.tsx';
import { RunReasons } from './run-reasons.tsx';
import { isQuiet, RunState } from './run-state.tsx';

/** What a run was about, ready to show. */
export type RunSubject = { name: string; place: string | null; color: string | null };

const COLUMNS =
  'md:grid md:grid-cols-[7.5rem_minmax(0,4fr)_minmax(0,6fr)_7rem_5.5rem_1rem] md:items-start md:gap-x-4';

/** The history, newest first: one line each, opened by a click. */
export function RunsList({
  runs,
  subjects,
}: {
  runs: readonly Run[];
  /** By run id. */
  subjects: Readonly<Record<string, RunSubject>>;
}) {
  const t = useTranslations('records.runs');
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div
        aria-hidden
        className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${COLUMNS}`}
      >
        <span>{t('time')}</span>
        <span>{t('source')}</span>
        <span>{t('outcome')}</span>
        <span>{t('changes')}</span>
        <span className="text-right">{t('duration')}</span>
        <span />
      </div>
      <ul>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} subject={subjects[run.id]} />
        ))}
      </ul>
    </div>
  );
}

function RunRow({ run, subject }: { run: Run; subject: RunSubject | undefined }) {
  const t = useTranslations('records.runs');
  return (
    <li
      className={`relative flex flex-wrap gap-x-3 gap-y-1 border-line border-b px-4 py-2.5 transition-colors last:border-b-0 hover:bg-hover/50 ${COLUMNS}`}
    >
      <Link
        href={`/channels/runs/${run.id}`}
        className="tnum order-1 pl-3.5 text-sm after:absolute after:inset-0 md:order-none md:pl-0"
      >
        <Moment at={run.startedAt} />
        <span className="sr-only">{t('open', { name: subject?.name ?? t('removed') })}</span>
      </Link>
      <div className="flex w-full min-w-0 items-start gap-2.5 md:w-auto">
        <span
          aria-hidden
          style={subject?.color ? { backgroundColor: subject.color } : undefined}
          className="mt-0.5 h-4 w-1 shrink-0 rounded-full bg-line-strong"
        />
        <div className="min-w-0">
          <p className="truncate font-medium" title={subject?.name}>
            {subject?.name ?? t('removed')}
          </p>
          <p className="truncate text-ink-2 text-sm">
            {subject?.place ? `${subject.place} · ` : ''}
            {run.kind === 'push' ? t('pushed') : t(`trigger.${run.trigger}`)}
          </p>
        </div>
      </div>
      <div className="w-full min-w-0 pl-3.5 md:w-auto md:pl-0">
        <RunState run={run} />
        {run.polls > 1 ? (
          <p className="text-ink-2 text-sm">
            {t(run.kind === 'calendars' ? 'covers' : 'polls', { count: run.polls })}
          </p>
        ) : (
          <RunReasons run={run} />
        )}
      </div>
      <span className="order-2 md:order-none">
        {isQuiet(run) || run.status === 'running' || run.status === 'error' ? (
          <span className="hidden text-ink-3 md:inline">—</span>
        ) : (
          <RunCounts run={run} />
        )}
      </span>
      <span className="tnum order-3 ml-auto text-right text-ink-2 text-sm md:order-none md:ml-0">
        {run.finishedAt ? <Duration from={run.startedAt} to={run.finishedAt} /> : '—'}
      </span>
      <Icon name="chevron-right" className="order-4 size-4 self-center text-ink-3 md:order-none" />
    </li>
  );
}
