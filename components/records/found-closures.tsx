import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { addDays } from '#components/format/days.ts';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { FoundClosure } from '#lib/domain/push/found-closure-schemas.ts';
import { ChannelLabel, useChannelName } from './channel-label.tsx';
import { FoundClosureActions } from './found-closure-actions.tsx';
import { KeepAll } from './keep-all.tsx';

/** Nights that a channel closed and nobody here did: they stay closed, and a person says what is right. */
export function FoundClosures({
  items,
  count,
  mayResolve,
  now,
}: {
  items: readonly FoundClosure[];
  /** All of them, shown or not. */
  count: number;
  mayResolve: boolean;
  now: string;
}) {
  const t = useTranslations('foundClosures');
  return (
    <Section
      title={<span id="found-closures">{t('title', { count })}</span>}
      lead={mayResolve ? t('lead') : t('mayNot')}
      action={mayResolve && items.length > 1 ? <KeepAll ids={items.map((item) => item.id)} /> : null}
    >
      <ul className="rounded-lg border border-line bg-panel">
        {items.map((item) => (
          <Row key={item.id} item={item} mayResolve={mayResolve} now={now} />
        ))}
      </ul>
      {count > items.length ? <p className="mt-2 text-ink-2 text-sm">{t('more')}</p> : null}
    </Section>
  );
}

function Row({ item, mayResolve, now }: { item: FoundClosure; mayResolve: boolean; now: string }) {
  const t = useTranslations('foundClosures');
  const common = useTranslations('common');
  const locale = useLocale();
  const channel = useChannelName()(item.provider);
  const { unit } = item;
  const nights = sayStay(locale, item.checkIn, item.checkOut, now.slice(0, 10));
  const place = unit && (unit.name === unit.propertyName ? unit.name : `${unit.propertyName}, ${unit.name}`);
  const from = addDays(item.checkIn, -3);
  return (
    <li
      id={item.id}
      className="flex scroll-mt-16 flex-wrap items-start gap-x-5 gap-y-2.5 border-line border-b px-4 py-3.5 last:border-b-0 xl:grid xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_minmax(0,5fr)]"
    >
      <div className="flex min-w-0 flex-[2_1_18rem] flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <State kind="needs_you" chip>
            {t('state')}
          </State>
          <ChannelLabel channel={item.provider} className="text-sm" />
        </p>
        <p className="mt-1 break-words font-medium">{place ?? item.listing?.name ?? t('noListing')}</p>
        <p className="tnum">
          {nights}
          <span className="text-ink-2">
            {' · '}
            {common('nights', { count: nightsIn(item.checkIn, item.checkOut) })}
          </span>
        </p>
        <p className="break-words text-ink-2 text-sm">
          {[place ? item.listing?.name : null, item.connection.accountName].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="flex min-w-0 flex-[3_1_20rem] flex-col gap-1 text-sm">
        <p className="max-w-xl text-base">
          {unit || item.units === 0
            ? t('says', { channel, nights })
            : t('sells', { channel, nights, count: item.units })}
        </p>
        <p className="max-w-xl text-ink-2">{t(unit ? 'means' : 'meansPool', { channel })}</p>
        <p className="text-ink-2">
          {t(`reason.${item.reason}`, { channel })} <Ago at={item.foundAt} now={now} />
        </p>
      </div>
      <div className="flex w-full flex-wrap gap-2 xl:w-auto xl:justify-end">
        {mayResolve ? (
          <FoundClosureActions
            found={{
              id: item.id,
              provider: item.provider,
              checkIn: item.checkIn,
              checkOut: item.checkOut,
              isKept: false,
              isPool: unit === null,
            }}
          />
        ) : null}
        {unit ? (
          <Button asChild kind="quiet" className="max-xl:-ml-3">
            <Link href={`/calendar?property=${unit.propertyId}&from=${from}`}>
              <Icon name="calendar-range" />
              {t('inCalendar')}
            </Link>
          </Button>
        ) : null}
      </div>
    </li>
  );
}
