import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

/** From one part of the units to the next: none is cut in silence. */
export function UnitsPager({ page, size, of }: { page: number; size: number; of: number }) {
  const t = useTranslations('home.units');
  const pages = Math.ceil(of / size);
  if (pages < 2) return null;
  const from = (page - 1) * size + 1;
  const hrefOf = (number: number) => `/?units=${number}#units`;
  return (
    <nav aria-label={t('pages')} className="mt-3 flex flex-wrap items-center gap-3">
      <p className="tnum text-ink-2 text-sm">{t('range', { from, to: Math.min(of, page * size), of })}</p>
      {page > 1 ? (
        <Button asChild size="sm">
          <Link href={hrefOf(page - 1)}>{t('earlier')}</Link>
        </Button>
      ) : null}
      {page < pages ? (
        <Button asChild size="sm">
          <Link href={hrefOf(page + 1)}>{t('later')}</Link>
        </Button>
      ) : null}
    </nav>
  );
}
