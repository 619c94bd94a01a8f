'use client';

import { useTranslations } from 'next-intl';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { unlink } from './avito-actions.ts';
import { AvitoProblem } from './avito-problem.tsx';
import type { AvitoLink } from './shapes.ts';

/** Says what ends and what stays before it ends. No guest's night is freed by it. */
export function DisconnectDialog({
  link,
  name,
  onChanged,
  onClose,
}: {
  link: AvitoLink;
  /** The unit's. */
  name: string;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('avito.disconnect');
  const { run, pending, problem } = useAction(unlink);

  async function confirm() {
    if (!(await run(link.mappingId))) return;
    toast(t('done', { unit: name }));
    onChanged();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { unit: name })}
      footer={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="danger" pending={pending} onClick={confirm}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <AvitoProblem problem={problem} onAgain={confirm} className="mb-3" />
      <ul className="grid list-disc gap-1.5 pl-5 marker:text-ink-3">
        <li className="font-medium">{t('nights')}</li>
        <li>{t('unknown')}</li>
        <li>{t('there')}</li>
        <li>{t('kept')}</li>
        <li className="text-ink-2">{t('back')}</li>
      </ul>
    </Dialog>
  );
}
