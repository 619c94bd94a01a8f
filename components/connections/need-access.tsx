'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AvitoProblem } from '#components/avito/avito-problem.tsx';
import { useReconnectAccount } from '#components/avito/use-reconnect-account.ts';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { Ago } from '#components/format/ago.tsx';
import { NeedRow } from '#components/home/need-row.tsx';
import { Button } from '#components/ui/button.tsx';
import type { EndingConnection } from '#lib/domain/connections/attention.ts';
import { isPicked } from './picked.ts';

/** An access that ends soon and does not renew itself: when, what stops then, and the button that keeps it going. */
export function NeedAccess({
  account,
  now,
  mayConnect,
}: {
  account: EndingConnection;
  now: string;
  mayConnect: boolean;
}) {
  const t = useTranslations('connections.need');
  const avito = useTranslations('avito');
  const again = useReconnectAccount(account.id);
  const channel = CHANNEL_NAMES[account.provider] ?? account.provider;
  return (
    <NeedRow
      kind="needs_you"
      state={t('ending.state')}
      title={t.rich('ending.title', {
        channel,
        account: account.accountName,
        ago: () => <Ago at={account.endsAt} now={now} />,
      })}
      action={
        !mayConnect ? null : isPicked(account.provider) ? (
          <Button size="sm" pending={again.isGoing} onClick={again.go}>
            {again.isGoing ? avito('authorize.going') : avito('action.reconnect')}
          </Button>
        ) : (
          <Button asChild size="sm">
            <Link href="/channels">{t('action')}</Link>
          </Button>
        )
      }
    >
      {t('ending.means', { channel })}
      <AvitoProblem problem={again.problem} onAgain={again.go} className="mt-2" />
    </NeedRow>
  );
}
