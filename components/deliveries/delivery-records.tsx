import { useLocale, useTranslations } from 'next-intl';
import { useValues } from '#components/explain/use-values.ts';
import { addDays } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import type { DeliveryDetail } from '#lib/domain/deliveries/schemas.ts';
import { OutcomeState } from './outcome.tsx';

type DeliveryRecord = DeliveryDetail['records'][number];

const SHOWN = 200;
const COLUMNS =
  'md:grid md:grid-cols-[minmax(0,3fr)_minmax(0,4fr)_minmax(0,4fr)_minmax(0,5fr)] md:items-start md:gap-x-4';

/** What one call told, stretch by stretch, and what the channel made of each. */
export function DeliveryRecords({ delivery, channel }: { delivery: DeliveryDetail; channel: string }) {
  const t = useTranslations('deliveries');
  const { records } = delivery;
  return (
    <div className="flex flex-col gap-2">
      <ul className="rounded-lg border border-line bg-panel">
        {records.slice(0, SHOWN).map((record) => (
          <RecordRow
            key={`${record.recordId} ${record.mappingId} ${record.from}`}
            record={record}
            isRead={delivery.kind === 'read'}
            channel={channel}
          />
        ))}
      </ul>
      {records.length > SHOWN ? (
        <p className="text-ink-2 text-sm">{t('moreRecords', { count: records.length - SHOWN })}</p>
      ) : null}
    </div>
  );
}

function RecordRow({
  record,
  isRead,
  channel,
}: {
  record: DeliveryRecord;
  isRead: boolean;
  channel: string;
}) {
  const t = useTranslations('deliveries');
  const locale = useLocale();
  const say = useValues({ currency: record.currency, isPool: false, saysAllowed: true });
  const last = addDays(record.to, -1);
  const first = sayNight(locale, record.from, 'dayYear');
  const name = record.listing ?? t('someListing');
  return (
    <li className={`flex flex-col gap-y-0.5 border-line border-b px-4 py-2.5 last:border-b-0 ${COLUMNS}`}>
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
      <span className="tnum text-sm">
        {record.from === last ? first : `${first} – ${sayNight(locale, last, 'dayYear')}`}
      </span>
      <span className="tnum break-words">{isRead ? null : say(record.set, false)}</span>
      <span className="min-w-0">
        {isRead && record.outcome === null ? null : <OutcomeState outcome={record.outcome ?? 'open'} />}
        {record.message || record.code ? (
          <span className="block break-words text-sm">
            <span className="text-ink-2">{t('said', { channel })}</span>{' '}
            {record.message ? <q lang="en">{record.message}</q> : null}{' '}
            {record.code ? <span className="font-mono text-ink-2 text-xs">{record.code}</span> : null}
          </span>
        ) : null}
      </span>
    </li>
  );
}
