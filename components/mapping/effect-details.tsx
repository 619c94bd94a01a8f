'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayStay } from '#components/format/words.ts';
import { useChannelName } from '#components/records/channel-label.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { MappingEffect } from '#lib/domain/mappings/schemas.ts';

/** The consequences of one mapping: in words first, the bookings themselves one click further. */
export function EffectDetails({ effect }: { effect: MappingEffect }) {
  const t = useTranslations('mapping.effect');
  const locale = useLocale();
  const channelName = useChannelName();
  const count = (kind: string) => effect.reservations.filter((one) => one.kind === kind).length;
  const folded = count('folds_in');
  const known = count('known');
  const hidden = effect.reservationsTotal - effect.reservations.length;
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      {effect.unit === null ? (
        <p>{t('unmapped')}</p>
      ) : (
        <p className="tnum">
          {t('comes', { count: effect.reservationsTotal - folded - known })}
          {folded > 0 ? ` ${t('folds', { count: folded })}` : null}
          {known > 0 ? ` ${t('known', { count: known })}` : null}
        </p>
      )}
      {effect.unit !== null && effect.staysElsewhere > 0 ? (
        <p>{t('staysElsewhere', { count: effect.staysElsewhere })}</p>
      ) : null}
      {effect.conflicts.map((conflict) => (
        <State key={`${conflict.checkIn}${conflict.withWhat}`} kind="needs_you">
          {t('conflict', {
            nights: sayStay(locale, conflict.checkIn, conflict.checkOut),
            what: conflict.withChannel
              ? `${conflict.withWhat} (${channelName(conflict.withChannel)})`
              : conflict.withWhat,
          })}
        </State>
      ))}
      {effect.conflicts.length > 0 ? <p className="text-ink-2">{t('conflictMeans')}</p> : null}
      {effect.pausesCalendars.map(({ id, name }) => (
        <State key={id} kind="paused">
          {t('pauses', { name })}
        </State>
      ))}
      {effect.resumesCalendars.map(({ id, name }) => (
        <State key={id} kind="good">
          {t('resumes', { name })}
        </State>
      ))}
      {effect.reservations.length > 0 ? (
        <details className="group">
          <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-md text-ink-2 hover:text-ink [&::-webkit-details-marker]:hidden">
            <Icon name="chevron-right" className="size-4 transition-transform group-open:rotate-90" />
            {t('list')}
          </summary>
          <ul className="tnum mt-1 ml-5 max-h-72 overflow-y-auto border-line border-l pl-3">
            {effect.reservations.map((one) => (
              <li key={one.externalId} className="flex flex-wrap gap-x-4 py-0.5">
                <span className="w-52">{sayStay(locale, one.checkIn, one.checkOut)}</span>
                <span className="break-all font-mono text-xs leading-[1.125rem]">{one.externalId}</span>
                <span className="text-ink-2">{t(`kind.${one.kind}`)}</span>
              </li>
            ))}
            {hidden > 0 ? <li className="py-0.5 text-ink-2">{t('more', { count: hidden })}</li> : null}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
