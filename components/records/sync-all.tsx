'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { Run } from '#lib/domain/runs/schemas.ts';
import { RUN_STATE } from './run-state.tsx';

type Started = { runId: string; calendars: number };
const SLOW_MS = 60_000;

function syncAll(): Promise<Started> {
  return call<Started>('POST', '/api/calendar/sync-all');
}

async function readProgress(runId: string): Promise<{ run: Run; ended: number; failed: number }> {
  const [run, parts] = await Promise.all([
    call<Run>('GET', `/api/runs/${runId}`),
    call<{ items: Run[] }>('GET', `/api/runs?parentId=${runId}&limit=200`),
  ]);
  const ended = parts.items.filter((part) => part.status !== 'running');
  return { run, ended: ended.length, failed: ended.filter((part) => part.status === 'error').length };
}

/** Asks every calendar at once, and shows how far that is. */
export function useSyncAll() {
  const router = useRouter();
  const [started, setStarted] = useState<(Started & { at: number }) | null>(null);
  const action = useAction(syncAll);
  const progress = useQuery({
    queryKey: ['sync-all', started?.runId],
    queryFn: () => readProgress(started?.runId ?? ''),
    enabled: started !== null,
    refetchInterval: (query) => (query.state.data?.run.status === 'running' ? 1000 : false),
  });
  const status = progress.data?.run.status ?? null;
  const ended = progress.data?.ended ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each calendar that ends shows its new state
  useEffect(() => {
    if (started) router.refresh();
  }, [started, status, ended, router]);

  return {
    start: async () => {
      const done = await action.run();
      if (done) setStarted({ ...done.value, at: Date.now() });
    },
    isBusy: action.pending || (started !== null && (status === null || status === 'running')),
    problem: action.problem,
    started,
    progress: progress.data ?? null,
  };
}

export function SyncAllButton({ sync }: { sync: ReturnType<typeof useSyncAll> }) {
  const t = useTranslations('records.syncAll');
  return (
    <Button kind="primary" pending={sync.isBusy} onClick={sync.start}>
      {sync.isBusy ? null : <Icon name="refresh-cw" />}
      {t('action')}
    </Button>
  );
}

export function SyncAllProgress({ sync }: { sync: ReturnType<typeof useSyncAll> }) {
  const t = useTranslations('records.syncAll');
  const { started, progress } = sync;
  if (sync.problem) return <ProblemNotice problem={sync.problem} />;
  if (!started) return null;
  const total = started.calendars;
  const ended = Math.min(progress?.ended ?? 0, total);
  const isRunning = sync.isBusy;
  return (
    <div role="status" className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        {progress && !isRunning ? (
          <State kind={RUN_STATE[progress.run.status]}>{t('done', { total, failed: progress.failed })}</State>
        ) : (
          <span>{t('progress', { ended, total })}</span>
        )}
        <Link
          href={`/channels/runs/${started.runId}`}
          className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {t('details')}
        </Link>
      </p>
      {isRunning ? (
        <>
          <span
            role="progressbar"
            aria-label={t('action')}
            aria-valuemin={0}
            aria-valuemax={total}
            aria-valuenow={ended}
            className="block h-1 max-w-md overflow-hidden rounded-full bg-idle-soft"
          >
            <span
              style={{ width: `${total > 0 ? (ended / total) * 100 : 0}%` }}
              className="block h-full bg-accent transition-[width] duration-150"
            />
          </span>
          {Date.now() - started.at > SLOW_MS ? <p className="text-ink-2 text-sm">{t('slow')}</p> : null}
        </>
      ) : null}
    </div>
  );
}
