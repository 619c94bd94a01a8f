import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useTimeWords, type View } from './time.ts';

/** A time without a booking: what would be counted, and where it would come from. */
export function NothingBooked({ time, locale }: Pick<View, 'time' | 'locale'>) {
  const t = useTranslations('reports.empty');
  const words = useTimeWords({ time, locale });
  return (
    <EmptyState
      title={t('title', { time: words })}
      action={
        <>
          <Button asChild kind="primary">
            <Link href="/channels">{t('channels')}</Link>
          </Button>
          {time.period === 'year' ? null : (
            <Button asChild>
              <Link href="/reports?period=year">{t('year')}</Link>
            </Button>
          )}
        </>
      }
    >
      {t('means')}
    </EmptyState>
  );
}
