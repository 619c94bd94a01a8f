'use client';

import { useTranslations } from 'next-intl';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { updateConnection } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';

export function PauseDialog({ state, channelName, name, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.pause');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(updateConnection);

  async function pause() {
    if (!(await run(state.provider, state.id, { isPaused: true }))) return;
    toast(t('done', { name }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={t('title', { name })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" pending={pending} onClick={pause}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>{t('means', { channel: channelName })}</p>
        <p className="text-ink-2">{t('keeps')}</p>
        <ProblemNotice problem={problem} />
      </div>
    </Dialog>
  );
}
