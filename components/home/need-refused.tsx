import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import type { Refusal } from '#lib/domain/protection/rules.ts';
import { NeedRow } from './need-row.tsx';

/** Nights that an account refused: they may be open there, and nothing tells them again by itself. */
export function NeedRefused({ refusal: { connectionId, name, nights } }: { refusal: Refusal }) {
  const t = useTranslations('home.refused');
  return (
    <NeedRow
      kind="bad"
      state={t('state')}
      title={t('title', { name, count: nights })}
      action={
        <Button asChild size="sm">
          <Link href={`/channels/deliveries?outcome=refused&connection=${connectionId}`}>{t('look')}</Link>
        </Button>
      }
    >
      {t('means')}
    </NeedRow>
  );
}
