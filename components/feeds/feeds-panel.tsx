'use client';

import { Share2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Subscriber } from '#lib/domain/feeds/schemas.ts';
import { ExportDialog } from './export-dialog.tsx';
import type { Counterpart } from './feed-fields.tsx';
import { FeedRow } from './feed-row.tsx';

/** Who reads our calendar of this unit or property. */
export function FeedsPanel({
  subjectId,
  subjectName,
  feeds,
  counterparts,
  forPeople,
  now,
  mayConfigure,
  startOpen,
}: {
  subjectId: string;
  subjectName: string;
  feeds: readonly Subscriber[];
  counterparts: readonly Counterpart[];
  forPeople: boolean;
  now: string;
  mayConfigure: boolean;
  startOpen?: boolean;
}) {
  const t = useTranslations('feeds');
  const [open, setOpen] = useState(startOpen ?? false);
  const button = (
    <Button kind={feeds.length === 0 ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
      <Share2 strokeWidth={1.75} />
      {t('export')}
    </Button>
  );
  return (
    <Section
      title={forPeople ? t('titlePeople') : t('title')}
      lead={forPeople ? t('leadPeople') : t('lead')}
      action={mayConfigure && feeds.length > 0 ? button : null}
    >
      {feeds.length === 0 ? (
        <EmptyState title={t('emptyTitle')} action={mayConfigure ? button : null}>
          {forPeople ? t('emptyMeansPeople') : t('emptyMeans')}
        </EmptyState>
      ) : (
        <ul className="rounded-lg border border-line bg-panel">
          {feeds.map((feed) => (
            <FeedRow
              key={feed.id}
              subjectId={subjectId}
              feed={feed}
              counterparts={counterparts}
              now={now}
              mayConfigure={mayConfigure}
            />
          ))}
        </ul>
      )}
      {open ? (
        <ExportDialog
          subjectId={subjectId}
          subjectName={subjectName}
          counterparts={counterparts}
          forPeople={forPeople}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Section>
  );
}
