import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RUN_STATE } from '#components/records/run-state.tsx';
import { State } from '#components/ui/state.tsx';
import type { Run } from '#lib/domain/runs/schemas.ts';

const LINK = 'text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current';

/** How far telling everything again is, and what the channel took and refused. */
export function PushProgress({ run, channel }: { run: Run | null; channel: string }) {
  const t = useTranslations('connections.force');
  const sync = useTranslations('connections.sync');
  if (!run) return null;
  const isRunning = run.status === 'running';
  const refusals = run.errors.filter((error) => error.nights !== undefined);
  const refused = refusals.reduce((sum, error) => sum + (error.nights ?? 0), 0);
  const failures = run.errors.filter((error) => error.nights === undefined);
  return (
    <div role="status" className="mt-3 flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <State kind={RUN_STATE[run.status]}>
          {isRunning
            ? t('running', { channel })
            : run.status === 'error' && refused === 0
              ? t('failed')
              : t('done', { count: run.updated, refused })}
        </State>
        <Link href={`/channels/deliveries?run=${run.id}`} className={LINK}>
          {isRunning ? sync('details') : t('seeTold')}
        </Link>
      </p>
      {isRunning ? (
        <span
          role="progressbar"
          aria-label={t('label')}
          className="block h-1 max-w-md overflow-hidden rounded-full bg-idle-soft"
        >
          <span className="block h-full w-2/5 animate-breathe rounded-full bg-accent" />
        </span>
      ) : null}
      {refusals.length + failures.length > 0 ? (
        <ul className="flex max-w-3xl flex-col gap-0.5 text-sm">
          {refusals.map((error) => (
            <li key={`${error.code} ${error.message}`} className="break-words">
              <span className="text-ink-2">{t('refusal', { count: error.nights ?? 0, channel })}</span>{' '}
              <q lang="en">{error.message}</q>
            </li>
          ))}
          {failures.map((error) => (
            <li key={error.message} lang="en" className="break-words text-ink-2">
              {error.message}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
