'use client';

import { useTranslations } from 'next-intl';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { forcePush } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';

/** What telling everything again does and costs; the card then shows how far it is. */
export function ForceDialog({ state, channelName, name, onStarted, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.force');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(forcePush);

  async function start() {
    const done = await run(state.provider, state.id);
    if (!done) return;
    onStarted(done.value.runId);
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
          <Button kind="primary" pending={pending} onClick={start}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p>{t('does', { channel: channelName, count: state.mapped.done })}</p>
        <p>{t('safe', { channel: channelName })}</p>
        <p className="text-ink-2">{t('costs', { channel: channelName })}</p>
        <ProblemNotice problem={problem} />
      </div>
    </Dialog>
  );
}
