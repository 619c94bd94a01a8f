import type { ReactNode } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';

/** Where the way through a channel's consent page ends: what happened, what it means, what to do. */
export function ResultPage({
  provider,
  title,
  children,
  actions,
}: {
  provider: ProviderName;
  title: string;
  children: ReactNode;
  actions: ReactNode;
}) {
  return (
    <>
      <PageHead
        title={
          <span className="flex items-center gap-3">
            <ChannelMark channel={provider} className="size-7 rounded-md text-sm" />
            <span className="min-w-0">{title}</span>
          </span>
        }
      />
      <PageBody className="gap-4">
        <div className="flex max-w-2xl flex-col gap-3">{children}</div>
        <div className="flex flex-wrap gap-2">{actions}</div>
      </PageBody>
    </>
  );
}
