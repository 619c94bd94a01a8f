import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';

/** The newest come first: on to older ones, or back to the newest. Nothing where one page holds all. */
export function Pager({
  path,
  search,
  nextCursor,
}: {
  path: string;
  /** The page's present filters, with its cursor where it has one. */
  search: Readonly<Record<string, string | undefined>>;
  nextCursor: string | null;
}) {
  const t = useTranslations('records.pager');
  const { cursor, ...filters } = search;
  const to = (at: string | null) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
    if (at) query.set('cursor', at);
    return query.size > 0 ? `${path}?${query}` : path;
  };
  if (!cursor && !nextCursor) return null;
  return (
    <nav aria-label={t('label')} className="flex flex-wrap gap-2">
      {cursor ? (
        <Button asChild>
          <Link href={to(null)}>
            <Icon name="arrow-left" />
            {t('newest')}
          </Link>
        </Button>
      ) : null}
      {nextCursor ? (
        <Button asChild>
          <Link href={to(nextCursor)}>
            {t('older')}
            <Icon name="arrow-right" />
          </Link>
        </Button>
      ) : null}
    </nav>
  );
}
