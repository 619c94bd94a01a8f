import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { daysApart, sayNight } from '#components/format/words.ts';
import { Section } from '#components/frame/page.tsx';
import { ProtectionWords } from '#components/protection/protection-words.tsx';
import { PROTECTION_STATE } from '#components/protection/state.ts';
import type { Today, TodayProperty, TodayUnit } from '#lib/domain/availability/today.ts';
import type { Protection } from '#lib/domain/protection/schemas.ts';
import { GuestName } from './guest-line.tsx';
import { UnitsPager } from './pager.tsx';
import { Strip } from './strip.tsx';
import { StripHead } from './strip-head.tsx';
import { StripLegend } from './strip-legend.tsx';

const COLUMNS =
  'lg:grid lg:grid-cols-[minmax(0,4fr)_minmax(0,6fr)_minmax(20rem,9fr)_minmax(0,4fr)] lg:items-center lg:gap-x-5';
/** Rows of one page of units. */
export const UNITS_SHOWN = 60;
const NOTHING: Protection = { level: 'none', reasons: [], evidence: null };

/** One row per unit: is it protected and how do we know, the nights ahead, who comes next. */
export function Units({
  today,
  protections,
  page: asked,
  now,
}: {
  today: Today;
  /** By the unit's id. */
  protections: ReadonlyMap<string, Protection>;
  /** Which page of them, from 1. */
  page: number;
  now: string;
}) {
  const t = useTranslations('home.units');
  const listed = today.properties.flatMap((property) => property.units.map((unit) => ({ property, unit })));
  const isLong = listed.length > UNITS_SHOWN;
  const lightOf = (id: string) => protections.get(id) ?? NOTHING;
  // Of more than one page those come first at which a person should look.
  const all = isLong
    ? listed.toSorted((a, b) => urgency(lightOf(a.unit.id)) - urgency(lightOf(b.unit.id)))
    : listed;
  const page = Math.min(Math.max(1, asked), Math.ceil(all.length / UNITS_SHOWN) || 1);
  const rows = all.slice((page - 1) * UNITS_SHOWN, page * UNITS_SHOWN);
  const dates = { from: today.from, nights: today.nights };
  return (
    <Section
      id="units"
      title={t('title')}
      lead={`${t('lead', { count: today.nights })}${isLong ? ` ${t('worst', { count: all.length })}` : ''}`}
    >
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
              <ProtectionWords protection={lightOf(unit.id)} now={now} />
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
      <UnitsPager page={page} size={UNITS_SHOWN} of={all.length} />
    </Section>
  );
}

const ORDER = ['bad', 'needs_you', 'differs', 'waiting', 'paused', 'unknown', 'good'] as const;

const urgency = ({ level }: Protection) => ORDER.indexOf(PROTECTION_STATE[level]);

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
