'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { RunCounts } from '#components/records/run-counts.tsx';
import { RunReasons } from '#components/records/run-reasons.tsx';
import { isQuiet, RunState } from '#components/records/run-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

const SHOWN = 3;

/** The last syncs of an account, folded away until somebody asks; all of them one click further. */
export function ConnectionRuns({
  state,
  channel,
  now,
}: {
  state: ConnectionState;
  channel: string;
  now: string;
}) {
  const t = useTranslations('connections.runs');
  const runs = useTranslations('records.runs');
  const heardAt = state.lastWebhookAt;
  return (
    <details className="group mt-3">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-md text-ink-2 text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
        <Icon name="chevron-right" className="size-4 transition-transform group-open:rotate-90" />
        {t('title')}
      </summary>
      <div className="mt-2 flex flex-col gap-2 pl-5">
        {state.runs.length === 0 ? (
          <p className="text-ink-2 text-sm">{t('none')}</p>
        ) : (
          <ul className="max-w-3xl">
            {state.runs.slice(0, SHOWN).map((run) => (
              <li
                key={run.id}
                className="relative flex flex-wrap items-start gap-x-4 gap-y-0.5 border-line border-b py-1.5 text-sm last:border-b-0 hover:bg-hover/50"
              >
                <Link href={`/channels/runs/${run.id}`} className="tnum w-28 after:absolute after:inset-0">
                  <Ago at={run.startedAt} now={now} />
                </Link>
                <span className="w-28 text-ink-2">
                  {run.kind === 'push' ? runs('pushed') : runs(`trigger.${run.trigger}`)}
                </span>
                <span className="min-w-0 flex-[1_1_12rem]">
                  <RunState run={run} />
                  <RunReasons run={run} />
                </span>
                {isQuiet(run) || run.status === 'running' ? null : <RunCounts run={run} />}
              </li>
            ))}
          </ul>
        )}
        {heardAt ? (
          <p className="text-ink-2 text-sm">
            {t.rich('heard', { channel, ago: () => <Ago at={heardAt} now={now} /> })}
          </p>
        ) : null}
        <p>
          <Link
            href={`/channels/history?connection=${state.id ?? ''}`}
            className="text-accent-text text-sm underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {t('all')}
          </Link>
        </p>
      </div>
    </details>
  );
}
