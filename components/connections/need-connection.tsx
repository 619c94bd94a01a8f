import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { Ago } from '#components/format/ago.tsx';
import { NeedRow } from '#components/home/need-row.tsx';
import { Button } from '#components/ui/button.tsx';
import type { TroubledConnection } from '#lib/domain/connections/attention.ts';
import { PHASE_STATE } from './phase.ts';

/** An account that cannot be trusted at present: why, what a guest's night has to fear, and where it is mended. */
export function NeedConnection({ account, now }: { account: TroubledConnection; now: string }) {
  const t = useTranslations('connections');
  const { trouble, error, lastSuccessAt: proof } = account;
  const channel = CHANNEL_NAMES[account.provider] ?? account.provider;
  return (
    <NeedRow
      kind={PHASE_STATE[trouble]}
      state={t(`phase.${trouble}.word`)}
      title={t(`need.${trouble}`, { channel, account: account.accountName })}
      action={
        <Button asChild size="sm">
          <Link href="/channels">{t('need.action')}</Link>
        </Button>
      }
    >
      <p title={error?.message}>
        {error === null
          ? t(`phase.${trouble}.says`, { channel })
          : t.has(`cause.${error.code}`)
            ? t(`cause.${error.code}`, { channel })
            : error.message}{' '}
        {proof ? t.rich('blindSince', { ago: () => <Ago at={proof} now={now} /> }) : t('blindEver')}
      </p>
    </NeedRow>
  );
}
