import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { NeedRow } from './need-row.tsx';

/** Bookings that channels told and nobody has placed yet. */
export function NeedWaiting({ count, bare }: { count: number; bare: number }) {
  const t = useTranslations('waiting');
  return (
    <NeedRow
      kind={bare > 0 ? 'bad' : 'needs_you'}
      state={t(bare > 0 ? 'protection.none' : 'protection.held')}
      title={t('title', { count })}
      action={
        <Button asChild size="sm">
          <Link href="/inbox#waiting">{t('look')}</Link>
        </Button>
      }
    >
      {bare > 0 ? t('leadBare', { count: bare }) : t('lead')}
    </NeedRow>
  );
}
