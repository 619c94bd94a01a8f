import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';

/** A unit that Avito does not sell through us. */
export function UnlinkedRow({ unitName, onConnect }: { unitName: string; onConnect: (() => void) | null }) {
  const t = useTranslations('avito.panel');
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2.5 last:border-b-0">
      <span className="min-w-0 break-words font-medium">{unitName}</span>
      <State kind="unknown">{t('notConnected')}</State>
      {onConnect ? (
        <Button
          size="sm"
          className="ml-auto"
          aria-label={t('connectUnit', { unit: unitName })}
          onClick={onConnect}
        >
          {t('connect')}
        </Button>
      ) : null}
    </li>
  );
}
