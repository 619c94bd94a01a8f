import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '#components/frame/page.tsx';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import type { Exposure } from '#lib/domain/protection/exposure-rules.ts';
import type { Latency } from '#lib/domain/protection/read-latencies.ts';
import { useExposureWords } from './use-exposure-words.ts';

const SHOWN = 8;
const COLUMNS = 'lg:grid lg:grid-cols-[minmax(0,4fr)_minmax(0,4fr)_minmax(0,11fr)] lg:gap-x-5';

/** How long a booking may be unknown at those who read our calendars, the worst first; and how late channels are told. */
export function ExposureSection({
  exposures,
  latencies,
  placeOf,
  now,
}: {
  /** The worst first. */
  exposures: readonly Exposure[];
  latencies: readonly Latency[];
  /** What a unit is called. */
  placeOf: (unitId: string) => string;
  now: string;
}) {
  const t = useTranslations('protection.exposure');
  const feeds = useTranslations('feeds');
  const words = useExposureWords();
  if (exposures.length + latencies.length === 0) return null;
  const rest = exposures.length - SHOWN;
  return (
    <Section id="exposure" title={t('title')} lead={t('lead')}>
      <ul className="rounded-lg border border-line bg-panel">
        {exposures.slice(0, SHOWN).map((one) => {
          const name = one.isPlain ? feeds('plain') : one.name;
          return (
            <li
              key={one.subscriberId}
              className={`flex flex-col gap-0.5 border-line border-b px-4 py-2.5 last:border-b-0 ${COLUMNS}`}
            >
              <div className="min-w-0">
                <p className="truncate font-medium" title={name}>
                  {name}
                </p>
                <Link
                  href={`/units/${one.unitId}`}
                  title={placeOf(one.unitId)}
                  className="block truncate text-ink-2 text-sm hover:underline"
                >
                  {placeOf(one.unitId)}
                </Link>
              </div>
              <State kind={stateOf(one)}>{words.looked(one, Date.parse(now))}</State>
              <p className="break-words text-ink-2 text-sm">{words.reader(one, name)}</p>
            </li>
          );
        })}
        {latencies.map((one) => (
          <li
            key={one.connectionId}
            className={`flex flex-col gap-0.5 border-line border-b px-4 py-2.5 last:border-b-0 ${COLUMNS}`}
          >
            <Link href="/channels" className="truncate font-medium hover:underline">
              {one.name}
            </Link>
            <State kind="good">{t('measured')}</State>
            <p className="break-words text-ink-2 text-sm">{words.channel(one)}</p>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="mt-2 text-ink-2 text-sm">{t('rest', { count: rest })}</p> : null}
    </Section>
  );
}

function stateOf({ isAway, lastReadAt, usualMinutes, overdueMinutes }: Exposure): StateKind {
  if (isAway) return 'needs_you';
  if (overdueMinutes !== null) return 'differs';
  return lastReadAt === null ? 'waiting' : usualMinutes === null ? 'unknown' : 'good';
}
