import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { NeedRow } from './need-row.tsx';

/** Nights that channels keep closed, and nobody has said whether they should be. */
export function NeedFound({ count }: { count: number }) {
  const t = useTranslations('foundClosures');
  return (
    <NeedRow
      kind="needs_you"
      state={t('state')}
      title={t('title', { count })}
      action={
        <Button asChild size="sm">
          <Link href="/inbox#found-closures">{t('look')}</Link>
        </Button>
      }
    >
      {t('lead')}
    </NeedRow>
  );
}
