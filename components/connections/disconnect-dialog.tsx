'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import { disconnect, previewDisconnect } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';

/** Says what stays and what ends, counted, before it ends. No guest's night is freed by it. */
export function DisconnectDialog({ state, channelName, name, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.disconnect');
  const common = useTranslations('common');
  const preview = useQuery({
    queryKey: ['disconnect', state.id],
    queryFn: () => previewDisconnect(state.provider, state.id),
    gcTime: 0,
  });
  const { run, pending, problem } = useAction(disconnect);

  async function confirm() {
    const done = await run(state.provider, state.id);
    if (!done) return;
    const isKept = done.value.isRevoked === false;
    toast(
      t('done', { name }),
      isKept ? { description: t('notRevoked', { channel: channelName }), duration: 20_000 } : {},
    );
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name })}
      footer={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="danger" pending={pending} disabled={!preview.data} onClick={confirm}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <ProblemNotice
        problem={problem ?? (preview.error ? toProblem(preview.error) : null)}
        className="mb-3"
        action={
          preview.error ? (
            <Button size="sm" onClick={() => void preview.refetch()}>
              {common('tryAgain')}
            </Button>
          ) : null
        }
      />
      {preview.isPending ? (
        <div role="status" className="flex flex-col gap-3">
          <p className="text-ink-2">{t('counting')}</p>
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      ) : null}
      {preview.data ? (
        <ul className="tnum grid list-disc gap-1.5 pl-5 marker:text-ink-3">
          <li className="font-medium">{t('nights')}</li>
          <li>{t('bookings', { count: preview.data.keptReservations, channel: channelName })}</li>
          <li>{t('mappings', { count: preview.data.stoppedMappings, channel: channelName })}</li>
          {preview.data.resumedCalendars.map(({ id, name: calendar }) => (
            <li key={id}>{t('calendar', { name: calendar })}</li>
          ))}
          <li>{t('access', { channel: channelName })}</li>
          <li className="text-ink-2">{t('back')}</li>
        </ul>
      ) : null}
    </Dialog>
  );
}
