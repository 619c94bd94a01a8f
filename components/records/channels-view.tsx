'use client';

import type { ReactNode } from 'react';
import { PageBody } from '#components/frame/page.tsx';
import { ChannelsHead } from './channels-head.tsx';
import { SyncAllButton, SyncAllProgress, useSyncAll } from './sync-all.tsx';

/** The page around the list: one sync over all at the right, its progress under the head. */
export function ChannelsView({ maySyncAll, children }: { maySyncAll: boolean; children: ReactNode }) {
  const sync = useSyncAll();
  return (
    <>
      <ChannelsHead here="calendars" action={maySyncAll ? <SyncAllButton sync={sync} /> : null} />
      <PageBody className="gap-5">
        <SyncAllProgress sync={sync} />
        {children}
      </PageBody>
    </>
  );
}
