'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { testConnection } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';
import { TestSteps } from './test-steps.tsx';
import { useConnect } from './use-connect.ts';

/** Tries the link step by step; it changes nothing, and a refused access leads to a new consent. */
export function TestDialog({ state, channelName, name, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections');
  const common = useTranslations('common');
  const connect = useConnect(state.provider);
  const test = useQuery({
    queryKey: ['connection-test', state.id],
    queryFn: () => testConnection(state.provider, state.id),
    gcTime: 0,
    retry: false,
  });
  const isRefused = test.data?.error?.code === 'auth';
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('test.title', { channel: channelName })}
      description={name}
      footer={
        <>
          <Button pending={test.isFetching} onClick={() => void test.refetch()}>
            {t('test.again')}
          </Button>
          {isRefused ? (
            <Button kind="primary" pending={connect.isGoing} onClick={connect.go}>
              {t('action.reconnect')}
            </Button>
          ) : (
            <Button kind="primary" onClick={onClose}>
              {common('close')}
            </Button>
          )}
        </>
      }
    >
      <ProblemNotice
        problem={connect.problem ?? (test.error ? toProblem(test.error) : null)}
        className="mb-3"
      />
      {test.isPending ? (
        <div role="status" className="flex flex-col gap-3">
          <p className="text-ink-2">{t('test.trying', { channel: channelName })}</p>
          <Skeleton className="h-5 w-3/5" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      ) : null}
      {test.data ? <TestSteps answer={test.data} channel={channelName} /> : null}
    </Dialog>
  );
}
