import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { daysApart, sayNight } from '#components/format/words.ts';
import { Section } from '#components/frame/page.tsx';
import { ProtectionWords } from '#components/protection/protection-words.tsx';
import type { Today, TodayProperty, TodayUnit } from '#lib/domain/availability/today.ts';
import type { Protection } from '#lib/domain/protection/schemas.ts';
import { GuestName } from './guest-line.tsx';
import { Strip } from './strip.tsx';
import { StripHead } from './strip-head.tsx';
import { StripLegend } from './strip-legend.tsx';

const COLUMNS =
  'lg:grid lg:grid-cols-[minmax(0,4fr)_minmax(0,6fr)_minmax(20rem,9fr)_minmax(0,4fr)] lg:items-center lg:gap-x-5';
/** More rows than this are a calendar, and there is one. */
const SHOWN = 60;
const NOTHING: Protection = { level: 'none', reasons: [], evidence: null };

/** One row per unit: is it protected and how do we know, the nights ahead, who comes next. */
export function Units({
  today,
  protections,
  now,
}: {
  today: Today;
  /** By the unit's id. */
  protections: ReadonlyMap<string, Protection>;
  now: string;
}) {
  const t = useTranslations('home.units');
  const all = today.properties.flatMap((property) => property.units.map((unit) => ({ property, unit })));
  const rows = all.slice(0, SHOWN);
  const dates = { from: today.from, nights: today.nights };
  return (
    <Section title={t('title')} lead={t('lead', { count: today.nights })}>
      <div className="rounded-lg border border-line bg-panel">
        <div
          aria-hidden
          className={`border-line border-b px-4 py-1.5 font-medium text-ink-2 text-sm ${COLUMNS}`}
        >
          <span className="hidden lg:block">{t('unit')}</span>
          <span className="hidden lg:block">{t('protection')}</span>
          <StripHead {...dates} today={rows[0]?.property.today.night ?? today.from} />
          <span className="hidden lg:block">{t('next')}</span>
        </div>
        <ul>
          {rows.map(({ property, unit }) => (
            <li
              key={unit.id}
              className={`flex flex-col gap-1.5 border-line border-b px-4 py-2.5 last:border-b-0 ${COLUMNS}`}
            >
              <UnitName property={property} unit={unit} />
              <ProtectionWords protection={protections.get(unit.id) ?? NOTHING} now={now} />
              <Link
                href={`/calendar?property=${property.id}&from=${property.today.night}`}
                className="my-0.5 block rounded-md"
              >
                <Strip {...dates} segments={unit.strip} today={property.today.night} />
              </Link>
              <NextArrival unit={unit} today={property.today.night} />
            </li>
          ))}
        </ul>
      </div>
      <StripLegend segments={rows.flatMap(({ unit }) => unit.strip)} />
      {all.length > SHOWN ? (
        <Link
          href="/calendar"
          className="mt-2 inline-block text-accent-text text-sm underline underline-offset-4"
        >
          {t('more', { count: all.length - SHOWN })}
        </Link>
      ) : null}
    </Section>
  );
}

function UnitName({ property, unit }: { property: TodayProperty; unit: TodayUnit }) {
  const isOnly = property.units.length === 1;
  return (
    <div className="min-w-0">
      <Link
        href={isOnly ? `/properties/${property.id}` : `/units/${unit.id}`}
        className="block truncate font-medium hover:underline"
        title={isOnly ? property.name : unit.name}
      >
        {isOnly ? property.name : unit.name}
      </Link>
      {isOnly ? null : (
        <p className="truncate text-ink-2 text-sm" title={property.name}>
          {property.name}
        </p>
      )}
    </div>
  );
}

function NextArrival({ unit, today }: { unit: TodayUnit; today: string }) {
  const t = useTranslations('home.units');
  const locale = useLocale();
  const { next } = unit;
  if (!next) return <p className="text-ink-2 text-sm">{t('noArrival')}</p>;
  const days = daysApart(today, next.checkIn);
  const date = sayNight(
    locale,
    next.checkIn,
    next.checkIn.slice(0, 4) === today.slice(0, 4) ? 'day' : 'dayYear',
  );
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 lg:block">
      <span className="text-ink-2 text-sm lg:hidden">{t('next')}</span>
      <GuestName guest={next} className="max-w-full" />
      <p className="tnum text-ink-2 text-sm">{days === 0 ? t('today') : days === 1 ? t('tomorrow') : date}</p>
    </div>
  );
}
