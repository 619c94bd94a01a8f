'use client';

import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** An access that does not renew itself is about to end: what stops then, and the button that keeps it going. */
export function EndsSoon({
  at,
  now,
  isGoing,
  onReconnect,
  className,
}: {
  at: string;
  now: string;
  isGoing?: boolean;
  /** Left out for who may not. */
  onReconnect?: () => void;
  className?: string;
}) {
  const t = useTranslations('avito');
  return (
    <Notice
      kind="warn"
      title={t.rich('ending.title', { ago: () => <Ago at={at} now={now} /> })}
      {...(className ? { className } : {})}
      action={
        onReconnect ? (
          <Button size="sm" pending={isGoing ?? false} onClick={onReconnect}>
            {isGoing ? t('authorize.going') : t('action.reconnect')}
          </Button>
        ) : null
      }
    >
      {t('ending.means')}
    </Notice>
  );
}
