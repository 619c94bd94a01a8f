'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { useExposureWords } from '#components/protection/use-exposure-words.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Subscriber } from '#lib/domain/feeds/schemas.ts';
import type { Exposure } from '#lib/domain/protection/exposure-rules.ts';
import type { Latency } from '#lib/domain/protection/read-latencies.ts';
import type { Counterpart } from './feed-fields.tsx';
import { FeedRow } from './feed-row.tsx';

const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog));

/** Who reads our calendar of this unit or property. */
export function FeedsPanel({
  subjectId,
  subjectName,
  feeds,
  counterparts,
  forPeople,
  exposures = [],
  latencies = [],
  now,
  mayConfigure,
  startOpen,
}: {
  subjectId: string;
  subjectName: string;
  feeds: readonly Subscriber[];
  counterparts: readonly Counterpart[];
  forPeople: boolean;
  /** How long each may not know of a booking; and the channels that need no link, as measured. */
  exposures?: readonly Exposure[];
  latencies?: readonly Latency[];
  now: string;
  mayConfigure: boolean;
  startOpen?: boolean;
}) {
  const t = useTranslations('feeds');
  const words = useExposureWords();
  const [open, setOpen] = useState(startOpen ?? false);
  const button = (
    <Button kind={feeds.length === 0 ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
      <Icon name="share-2" />
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
              exposure={exposures.find((one) => one.subscriberId === feed.id)}
              now={now}
              mayConfigure={mayConfigure}
            />
          ))}
        </ul>
      )}
      {latencies.length > 0 ? (
        <ul className="mt-2 flex flex-col gap-1 text-ink-2 text-sm">
          {latencies.map((one) => (
            <li key={one.connectionId}>{words.channel(one)}</li>
          ))}
        </ul>
      ) : null}
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
