import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { mappingPath } from '#components/connections/mapping-path.ts';
import { PageBody } from '#components/frame/page.tsx';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

/** A channel with several accounts: each has listings of its own. */
export function ChooseAccount({ accounts }: { accounts: readonly ConnectionState[] }) {
  const t = useTranslations('mapping');
  return (
    <PageBody className="gap-2">
      <p className="text-ink-2">{t('whichAccount')}</p>
      <ul className="max-w-xl rounded-lg border border-line bg-panel">
        {accounts.map((state) => (
          <li key={state.id} className="border-line border-b last:border-b-0">
            <Link
              href={mappingPath(state)}
              className="flex min-h-10 items-center justify-between gap-4 px-4 py-2 hover:bg-hover/50"
            >
              <span className="break-words font-medium">{state.account?.name}</span>
              <span className="tnum text-ink-2 text-sm">
                {t('mappedOf', { done: state.mapped.done, total: state.mapped.total })}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </PageBody>
  );
}
