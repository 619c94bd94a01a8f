'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FoundClosure, SettleFoundClosure } from '#lib/domain/push/found-closure-schemas.ts';
import { useChannelName } from './channel-label.tsx';

function settle(id: string, resolution: SettleFoundClosure['resolution']): Promise<FoundClosure> {
  return call<FoundClosure>('POST', `/api/found-closures/${id}/resolve`, { resolution });
}

/** Keep or open nights that a channel keeps closed. Opening says first what it may cost. */
export function FoundClosureActions({
  found,
  onDone,
  className,
}: {
  found: {
    readonly id: string;
    readonly provider: string;
    readonly checkIn: string;
    readonly checkOut: string;
    readonly isKept: boolean;
    /** A pool is behind it: only this channel sells less. */
    readonly isPool: boolean;
  };
  onDone?: () => void;
  className?: string;
}) {
  const t = useTranslations('foundClosures');
  const common = useTranslations('common');
  const locale = useLocale();
  const [isAsked, setAsked] = useState(false);
  // Until the page is read again there is nothing to decide here any more.
  const [isDone, setDone] = useState(false);
  const { run, pending, problem } = useAction(settle);
  const nights = sayStay(locale, found.checkIn, found.checkOut);
  const channel = useChannelName()(found.provider);

  async function decide(resolution: SettleFoundClosure['resolution']) {
    if (!(await run(found.id, resolution))) return;
    toast(t(`${resolution}.done`, { nights }));
    setAsked(false);
    setDone(true);
    onDone?.();
  }

  if (isDone) return null;
  return (
    <div className={className}>
      {isAsked ? null : <ProblemNotice problem={problem} />}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsked(true)}>{t('open.action')}</Button>
        {found.isKept ? null : (
          <Button kind="primary" pending={pending && !isAsked} onClick={() => void decide('keep')}>
            {t('keep.action')}
          </Button>
        )}
      </div>
      {isAsked ? (
        <Dialog
          open
          onOpenChange={() => setAsked(false)}
          title={t('open.title', { nights })}
          footer={
            <>
              <Button onClick={() => setAsked(false)}>{common('cancel')}</Button>
              <Button kind="primary" pending={pending} onClick={() => void decide('open')}>
                {t('open.confirm')}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            <ProblemNotice problem={problem} />
            <p>{t(found.isPool ? 'open.meansPool' : 'open.means', { channel })}</p>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
