import { useTranslations } from 'next-intl';
import { Section } from '#components/frame/page.tsx';
import type { Waiting } from '#lib/domain/intake/schemas.ts';
import { type WaitingRights, WaitingRow } from './waiting-row.tsx';

/** What channels told that only a person can place, the unprotected nights first, then what has waited longest. */
export function WaitingList({
  items,
  hasMore,
  rights,
}: {
  items: readonly Waiting[];
  hasMore: boolean;
  rights: WaitingRights;
}) {
  const t = useTranslations('waiting');
  const isBare = (one: Waiting) => one.protection === 'none' && one.checkIn !== null;
  const sorted = [...items].sort(
    (a, b) => Number(isBare(b)) - Number(isBare(a)) || Date.parse(a.since) - Date.parse(b.since),
  );
  const bare = items.filter(isBare).length;
  return (
    <Section
      title={<span id="waiting">{t('title', { count: items.length })}</span>}
      lead={bare > 0 ? t(bare === items.length ? 'leadAllBare' : 'leadBare', { count: bare }) : t('lead')}
    >
      <ul className="rounded-lg border border-line bg-panel">
        {sorted.map((item) => (
          <WaitingRow key={item.id} item={item} rights={rights} />
        ))}
      </ul>
      {hasMore ? <p className="mt-2 text-ink-2 text-sm">{t('more')}</p> : null}
    </Section>
  );
}
