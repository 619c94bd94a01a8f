import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayNight } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { TodayProperty } from '#lib/domain/availability/today.ts';
import type { Guest, Moves, Preparing as Preparation } from '#lib/domain/availability/today-rules.ts';
import { GuestName } from './guest-line.tsx';

const COLUMNS = 'sm:grid sm:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_minmax(0,6fr)] sm:gap-x-4';
const SHOWN_STAYING = 8;

/** One day of every property: who leaves, who comes, where both meet, and who stays. */
export function DayColumn({
  which,
  properties,
}: {
  which: 'today' | 'tomorrow';
  properties: readonly TodayProperty[];
}) {
  const t = useTranslations('home.day');
  const locale = useLocale();
  const nights = [...new Set(properties.map((property) => property[which].night))];
  const rows = properties.flatMap((property) =>
    property[which].moves.map((moves) => ({ property, moves, night: property[which].night })),
  );
  const staying = properties.flatMap((property) =>
    property[which].staying.map((guest) => ({ guest, place: placeOf(property, guest.unitId) })),
  );
  // A unit that somebody leaves or comes to says it in its own row.
  const preparing = properties.flatMap((property) =>
    property[which].preparing
      .filter((one) => !property[which].moves.some((moves) => moves.unitId === one.unitId))
      .map((one) => ({ ...one, place: placeOf(property, one.unitId) })),
  );
  return (
    <section className="home-day min-w-0" aria-labelledby={`day-${which}`}>
      <h2 id={`day-${which}`} className="mb-2.5 flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold text-lg tracking-tight">{t(which)}</span>
        <span className="tnum text-ink-2 text-sm">
          {nights.map((night) => sayNight(locale, night)).join(' / ')}
        </span>
      </h2>
      <div className="rounded-lg border border-line bg-panel">
        {rows.length === 0 ? (
          <p className="px-4 py-3 text-ink-2">{t('nobody')}</p>
        ) : (
          <>
            <div
              aria-hidden
              className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${COLUMNS}`}
            >
              <span>{t('unit')}</span>
              <span>{t('leaving')}</span>
              <span>{t('arriving')}</span>
            </div>
            <ul>
              {rows.map(({ property, moves, night }) => (
                <MoveRow
                  key={`${property.id}${moves.unitId}`}
                  property={property}
                  moves={moves}
                  until={untilOf(property[which].preparing, moves.unitId)}
                  date={nights.length > 1 ? sayNight(locale, night) : null}
                />
              ))}
            </ul>
          </>
        )}
        {preparing.length > 0 ? <Preparing units={preparing} /> : null}
        {staying.length > 0 ? <Staying staying={staying} /> : null}
      </div>
    </section>
  );
}

function untilOf(preparing: readonly Preparation[], unitId: string | null): string | null {
  return preparing.find((one) => one.unitId === unitId)?.checkOut ?? null;
}

function MoveRow({
  property,
  moves,
  until,
  date,
}: {
  property: TodayProperty;
  moves: Moves;
  /** Kept free to be made ready, until that date. */
  until: string | null;
  date: string | null;
}) {
  const t = useTranslations('home.day');
  const locale = useLocale();
  const place = placeOf(property, moves.unitId);
  const isTurnover = moves.leaving.length > 0 && moves.arriving.length > 0;
  const hours = hoursBetween(property.checkOutTime, property.checkInTime);
  return (
    <li className={`flex flex-col gap-1 border-line border-b px-4 py-2.5 last:border-b-0 ${COLUMNS}`}>
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 sm:block">
        <Link
          href={place.href}
          className="line-clamp-2 break-words font-medium hover:underline"
          title={place.title}
        >
          {place.name}
        </Link>
        {place.title === place.name ? null : <p className="hidden text-sm print:block">{property.name}</p>}
        <p className="tnum flex flex-wrap items-center gap-x-2 text-ink-2 text-sm">
          {date ? <span>{date}</span> : null}
          {isTurnover ? (
            <span className="inline-flex items-center gap-1.5">
              <Icon name="repeat-2" className="size-3.5 shrink-0" />
              {hours > 0 ? t('turnover', { hours }) : t('turnoverTight')}
            </span>
          ) : null}
          {until ? (
            <span className="inline-flex items-center gap-1.5">
              <Icon name="sparkles" className="size-3.5 shrink-0" />
              {t('preparing', { date: sayNight(locale, until) })}
            </span>
          ) : null}
        </p>
      </div>
      <Movers way="leaving" guests={moves.leaving} time={property.checkOutTime} />
      <Movers way="arriving" guests={moves.arriving} time={property.checkInTime} />
    </li>
  );
}

function Movers({
  way,
  guests,
  time,
}: {
  way: 'leaving' | 'arriving';
  guests: readonly Guest[];
  time: string;
}) {
  const t = useTranslations('home.day');
  const common = useTranslations('common');
  const icon = way === 'leaving' ? 'log-out' : 'log-in';
  return (
    <ul className={guests.length === 0 ? 'hidden sm:block' : undefined}>
      {guests.map((guest) => (
        <li key={guest.id} className="flex min-w-0 items-start gap-2">
          <Icon name={icon} className="mt-0.5 size-4 shrink-0 text-ink-3 sm:hidden" />
          <div className="min-w-0">
            <GuestName guest={guest} className="max-w-full" />
            <p className="tnum text-ink-2 text-sm">
              <span className="sr-only">{t(way)}: </span>
              {t.rich(`${way}At`, { at: () => <span className="font-mono">{time}</span> })}
              {way === 'arriving' ? (
                <>
                  {' · '}
                  {common('nights', { count: nightsIn(guest.checkIn, guest.checkOut) })}
                  {guest.party === null ? null : ` · ${t('party', { count: guest.party })}`}
                </>
              ) : null}
              {guest.kind === 'closure' ? ` · ${t('maybe')}` : null}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Preparing({ units }: { units: readonly (Preparation & { place: Place })[] }) {
  const t = useTranslations('home.day');
  const locale = useLocale();
  return (
    <div className="border-line border-t px-4 py-2.5 first:border-t-0">
      <h3 className="font-medium text-ink-2 text-sm">{t('preparingTitle', { count: units.length })}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {units.map(({ unitId, checkOut, place }) => (
          <li key={unitId} className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm">
            <Link
              href={place.href}
              title={place.title}
              className="truncate font-medium text-base hover:underline"
            >
              {place.name}
            </Link>
            <span className="tnum text-ink-2">{t('preparing', { date: sayNight(locale, checkOut) })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Staying({ staying }: { staying: readonly { guest: Guest; place: Place }[] }) {
  const t = useTranslations('home.day');
  const locale = useLocale();
  const more = staying.length - SHOWN_STAYING;
  return (
    <div className="border-line border-t px-4 py-2.5 first:border-t-0">
      <h3 className="font-medium text-ink-2 text-sm">{t('staying', { count: staying.length })}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {staying.map(({ guest, place }, index) => (
          <li
            key={guest.id}
            // Paper has no link to the rest.
            className={`flex min-w-0 flex-wrap items-center gap-x-2 text-sm ${index < SHOWN_STAYING ? '' : 'hidden print:flex'}`}
          >
            <GuestName guest={guest} className="text-base" />
            <span className="tnum min-w-0 truncate text-ink-2" title={place.title}>
              {t('until', { place: place.name, date: sayNight(locale, guest.checkOut) })}
              {guest.kind === 'closure' ? ` · ${t('maybe')}` : null}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <Link
          href="/calendar"
          className="mt-1 inline-block text-accent-text text-sm underline underline-offset-4 print:hidden"
        >
          {t('more', { count: more })}
        </Link>
      ) : null}
    </div>
  );
}

type Place = { name: string; title: string; href: string };

/** The unit's name, with its property's on hover; the property's page where it has no other unit. */
function placeOf(property: TodayProperty, unitId: string | null): Place {
  const unit = property.units.find((one) => one.id === unitId);
  if (!unit || property.units.length === 1) {
    return { name: property.name, title: property.name, href: `/properties/${property.id}` };
  }
  return { name: unit.name, title: `${property.name}, ${unit.name}`, href: `/units/${unit.id}` };
}

/** Whole hours from one local time to a later one; 0 where there is none. */
function hoursBetween(from: string, to: string): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return Math.max(0, Math.floor((minutes(to) - minutes(from)) / 60));
}
