import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { ConnectFailure, ProviderName } from '#lib/domain/connections/schemas.ts';
import { ConnectButton } from './connect-button.tsx';
import { MEND } from './failure.ts';
import { ResultPage } from './result-page.tsx';

/** Why nothing is connected, what that means, and the button that mends it. */
export function FailedResult({
  provider,
  channel,
  reason,
  said,
  kind,
  mayConnect,
}: {
  provider: ProviderName;
  channel: string;
  reason: ConnectFailure;
  /** The channel's own words, where it gave some. */
  said: string | null;
  /** Of the channel's error, where there was one. */
  kind: string | null;
  mayConnect: boolean;
}) {
  const t = useTranslations('connectResult');
  const cause = useTranslations('connections.cause');
  const mend = MEND[reason];
  const isChannelsFirst = mend === 'look' || !mayConnect;
  return (
    <ResultPage
      provider={provider}
      title={t(`reason.${reason}.title`, { channel })}
      actions={
        <>
          {isChannelsFirst ? (
            <Button asChild kind="primary">
              <Link href="/channels">{t('toChannels')}</Link>
            </Button>
          ) : null}
          {mayConnect && reason !== 'gone' && reason !== 'not_configured' ? (
            <ConnectButton
              provider={provider}
              channel={channel}
              kind={isChannelsFirst ? 'secondary' : 'primary'}
            >
              {t(mend === 'other' ? 'other' : 'again')}
            </ConnectButton>
          ) : null}
          {isChannelsFirst ? null : (
            <Button asChild>
              <Link href="/channels">{t('toChannels')}</Link>
            </Button>
          )}
        </>
      }
    >
      <p>
        <State kind="unknown">{t(reason === 'used' ? 'perhapsConnected' : 'nothingConnected')}</State>
      </p>
      <p>{t(`reason.${reason}.means`, { channel })}</p>
      {kind && cause.has(kind) ? <p className="text-ink-2">{cause(kind, { channel })}</p> : null}
      {said ? (
        <blockquote className="border-line-strong border-l-2 pl-3 text-ink-2">
          <p className="text-sm">{t('said', { channel })}</p>
          <p className="break-words">{said}</p>
        </blockquote>
      ) : null}
      {mayConnect ? null : <p className="text-ink-2">{t('askAdmin')}</p>}
    </ResultPage>
  );
}
