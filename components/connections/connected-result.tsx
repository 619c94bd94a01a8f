'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { State } from '#components/ui/state.tsx';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import { ConnectButton } from './connect-button.tsx';
import { mappingPath } from './mapping-path.ts';
import { ResultPage } from './result-page.tsx';

/** The account is here. Its listings come in while one looks; bookings close nights once these are mapped. */
export function ConnectedResult({
  state,
  channel,
  limited,
  next,
  mayMap,
}: {
  state: ConnectionState;
  channel: string;
  limited: 'offline_missing' | 'scope_missing' | null;
  /** Where the person began. */
  next: string;
  mayMap: boolean;
}) {
  const t = useTranslations('connectResult');
  const cause = useTranslations('connections.cause');
  const { done, total } = state.mapped;
  // A listing mapped already: the account was here before.
  const isMapped = total > 0 && done === total;
  const isReading = state.lastSuccessAt === null;
  useFreshWhile(isReading, 2000);
  return (
    <ResultPage
      provider={state.provider}
      title={t('connectedTitle', { channel })}
      actions={
        <>
          {mayMap && done < total ? (
            <Button asChild kind="primary">
              <Link href={mappingPath(state)}>{t('toMapping', { count: total - done })}</Link>
            </Button>
          ) : null}
          <Button asChild kind={done < total ? 'secondary' : 'primary'}>
            <Link href={next}>{t(next === '/channels' ? 'toChannels' : 'goOn')}</Link>
          </Button>
        </>
      }
    >
      <p>{t(isMapped ? 'connectedAgain' : 'connectedMeans', { account: state.account?.name ?? channel })}</p>
      {limited ? (
        <Notice
          kind="warn"
          title={t('limitedTitle')}
          action={
            mayMap ? (
              <ConnectButton provider={state.provider} channel={channel} kind="secondary">
                {t('again')}
              </ConnectButton>
            ) : null
          }
        >
          {cause(limited, { channel })}
        </Notice>
      ) : null}
      <p role="status">
        {total === 0 ? (
          <State kind={isReading ? 'waiting' : 'unknown'}>{t(isReading ? 'reading' : 'noListings')}</State>
        ) : done < total ? (
          <State kind="needs_you">{t('found', { count: total, left: total - done })}</State>
        ) : (
          <State kind="good">{t('allMapped', { count: total })}</State>
        )}
      </p>
    </ResultPage>
  );
}
