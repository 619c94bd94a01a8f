'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { Nights } from './layout.ts';
import { NewBlockForm } from './new-block-form.tsx';
import { useNewBlock } from './use-new-block.ts';

/** Closes nights by hand, over the calendar. */
export function BlockDialog({
  timeline,
  start,
  onSaved,
  onClose,
}: {
  timeline: Timeline;
  start: Nights & { unitId: string };
  onSaved: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const block = useNewBlock({ start, onSaved });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('block')}
      description={t('blockMeans')}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={block.id} kind="primary" pending={block.pending}>
            {t('block')}
          </Button>
        </>
      }
    >
      <NewBlockForm block={block} timeline={timeline} />
    </Dialog>
  );
}
