'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { CancelButton } from '#components/frame/cancel-button.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { startTonight } from './form-start.ts';
import { NewBlockForm } from './new-block-form.tsx';
import { useNewBlock } from './use-new-block.ts';
import { useReread } from './use-timeline-data.ts';

/** The form that closes nights as a page, for whoever comes from elsewhere than the calendar; saved, it leads to them there. `atMs`: what time it is, in milliseconds since 1970. */
export function BlockPage({ timeline, atMs }: { timeline: Timeline; atMs: number }) {
  const t = useTranslations('timeline');
  const router = useRouter();
  const reread = useReread();
  const block = useNewBlock({
    start: startTonight(timeline, atMs),
    onSaved: ({ from }) => {
      void reread();
      router.push(`/calendar?from=${from}`);
    },
  });
  return (
    <div className="flex max-w-[640px] flex-col gap-5">
      <NewBlockForm block={block} timeline={timeline} />
      <div className="flex gap-2">
        <Button type="submit" form={block.id} kind="primary" pending={block.pending}>
          {t('block')}
        </Button>
        <CancelButton to="/calendar" />
      </div>
    </div>
  );
}
