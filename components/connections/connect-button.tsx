'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';
import { useConnect } from './use-connect.ts';

export function ConnectButton({
  provider,
  channel,
  kind,
  children,
}: {
  provider: ProviderName;
  channel: string;
  kind: 'primary' | 'secondary';
  children: ReactNode;
}) {
  const t = useTranslations('connections.action');
  const connect = useConnect(provider);
  return (
    <>
      <Button kind={kind} pending={connect.isGoing} onClick={connect.go}>
        {connect.isGoing ? t('going', { channel }) : children}
      </Button>
      <ProblemNotice problem={connect.problem} className="basis-full" />
    </>
  );
}
