import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { works } from './link-state.ts';
import { AVITO_CURRENCY } from './markup.ts';
import type { AvitoLink } from './shapes.ts';

const CHANNEL = { channel: 'Avito' };

/** One sentence of truth, and where nothing comes in what a guest's night has to fear. */
export function LinkSays({ link, currency, now }: { link: AvitoLink; currency: string; now: string }) {
  const t = useTranslations('avito');
  const causes = useTranslations('connections.cause');
  const { status, lastError, lastSyncAt } = link;
  const code = lastError?.code ?? '';
  const isCaused = status === 'error' && lastError !== null;
  return (
    <p className="mt-1 max-w-3xl text-ink-2">
      {isCaused ? (
        <span title={lastError.message}>{causes.has(code) ? causes(code, CHANNEL) : lastError.message}</span>
      ) : (
        t(
          status === 'synced' && currency !== AVITO_CURRENCY
            ? 'status.synced.saysNoPrices'
            : `status.${status}.says`,
          { currency },
        )
      )}{' '}
      {works(link) || status === 'disconnected'
        ? null
        : lastSyncAt
          ? t.rich('blindSince', { ago: () => <Ago at={lastSyncAt} now={now} /> })
          : t('blindEver')}
    </p>
  );
}
