'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ChannelLabel } from '#components/records/channel-label.tsx';
import { FoundClosureActions } from '#components/records/found-closure-actions.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { useDesk } from './desk.ts';
import { Facts } from './facts.tsx';
import { History } from './history.tsx';
import { useReread } from './use-timeline-data.ts';

/** Nights that a connected channel keeps closed: which account, and what a person may say to it. */
export function FoundDetails({
  bar,
  found,
  onClose,
}: {
  bar: Bar;
  found: NonNullable<Bar['found']>;
  onClose: () => void;
}) {
  const t = useTranslations('foundClosures');
  const desk = useDesk();
  const reread = useReread();
  const history = useQuery({
    queryKey: ['journal', bar.id],
    enabled: desk.rights.journal,
    queryFn: ({ signal }) =>
      call<{ items: JournalItem[] }>('GET', `/api/journal?subject=${bar.id}`, undefined, signal),
  });
  return (
    <div className="flex flex-col gap-4">
      <Facts
        facts={[
          [t('account'), found.account],
          [t('channel'), <ChannelLabel key="channel" channel={bar.channel} />],
        ]}
      />
      {desk.rights.resolve ? (
        <FoundClosureActions
          found={{
            id: bar.id,
            provider: bar.channel ?? '',
            checkIn: bar.checkIn,
            checkOut: bar.checkOut,
            isKept: found.isKept,
            isPool: false,
          }}
          onDone={() => {
            onClose();
            void reread();
          }}
        />
      ) : null}
      {found.isKept ? null : (
        <Button asChild kind="link" size="inline" className="self-start">
          <Link href={`/inbox#${bar.id}`}>
            {t('inInbox')}
            <Icon name="arrow-right" />
          </Link>
        </Button>
      )}
      {history.data ? <History items={history.data.items} /> : null}
    </div>
  );
}
