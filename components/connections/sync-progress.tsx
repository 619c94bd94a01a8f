import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RUN_STATE } from '#components/records/run-state.tsx';
import { State } from '#components/ui/state.tsx';
import type { useConnectionSync } from './use-connection-sync.ts';

/** How far the run is that somebody started, and how it ended. */
export function SyncProgress({ sync }: { sync: ReturnType<typeof useConnectionSync> }) {
  const t = useTranslations('connections.sync');
  const { run } = sync;
  if (!run) return null;
  const counts = { created: run.created, updated: run.updated, cancelled: run.cancelled };
  const isRunning = run.status === 'running';
  const changes = run.created + run.updated + run.cancelled;
  return (
    <div role="status" className="mt-3 flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <State kind={RUN_STATE[run.status]}>
          {isRunning
            ? t('running', counts)
            : run.status === 'error'
              ? t('failed')
              : changes > 0
                ? t('done', counts)
                : t('nothing')}
        </State>
        <Link
          href={`/channels/runs/${run.id}`}
          className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {t('details')}
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
    </div>
  );
}
