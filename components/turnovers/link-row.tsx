'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayAgo, sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { TurnoverLink } from '#lib/domain/turnovers/schemas.ts';

const revoke = (id: string) => call('DELETE', `/api/turnovers/${id}`);

/** One link: for whom, what it shows, until when, and whether it is used. Revoking asks once more, in the row itself. */
export function LinkRow({
  link,
  mayRevoke,
  onRevoked,
}: {
  link: TurnoverLink;
  mayRevoke: boolean;
  onRevoked: () => void;
}) {
  const t = useTranslations('turnovers.share');
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const { run, pending, problem } = useAction(revoke);
  const shows = link.properties?.map((one) => one.name).join(', ') ?? t('allOf');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-b px-3 py-2 last:border-b-0">
      <div className="min-w-40 flex-1">
        <p className="truncate font-medium" title={link.name}>
          {link.name}
        </p>
        <p className="truncate text-ink-2 text-sm" title={shows}>
          {shows}
        </p>
      </div>
      <div className="tnum min-w-36 text-sm">
        <p>
          {link.lastOpenedAt
            ? t('opened', { ago: sayAgo(locale, link.lastOpenedAt, Date.now()) })
            : t('neverOpened')}
        </p>
        <p className="text-ink-2">
          {link.isExpired ? (
            <State kind="paused">{t('expired')}</State>
          ) : link.expiresAt ? (
            t('ends', { date: sayNight(locale, link.expiresAt.slice(0, 10), 'dayYear') })
          ) : (
            t('endless')
          )}
        </p>
      </div>
      {mayRevoke ? (
        asking ? (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => setAsking(false)}>
              {t('keep')}
            </Button>
            <Button
              size="sm"
              kind="danger"
              autoFocus
              pending={pending}
              onClick={async () => {
                if (!(await run(link.id))) return;
                toast(t('revoked', { name: link.name }));
                onRevoked();
              }}
            >
              {t('sure')}
            </Button>
          </div>
        ) : (
          <Button
            size="sm"
            kind="quiet"
            aria-label={t('revokeOf', { name: link.name })}
            onClick={() => setAsking(true)}
          >
            {t('revoke')}
          </Button>
        )
      ) : null}
      {problem ? (
        <div className="basis-full">
          <ProblemNotice problem={problem} />
        </div>
      ) : null}
    </li>
  );
}
