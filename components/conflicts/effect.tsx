'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { Ago } from '#components/format/ago.tsx';
import { addDays } from '#components/format/days.ts';
import { sayNight, sayStay } from '#components/format/words.ts';
import { placeName } from '#components/home/place.ts';
import { State } from '#components/ui/state.tsx';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import type { AnswerEffect } from '#lib/domain/guide/schemas.ts';
import { useSideName } from './use-side-name.ts';

/** What an answer would lead to, as it was worked out: who sleeps where, which nights open, who is told. */
export function Effect({ conflict, effect, now }: { conflict: Conflict; effect: AnswerEffect; now: string }) {
  const t = useTranslations('clash.effect');
  const unsent = useTranslations('rates.unsent');
  const nameOf = useSideName();
  const nights = useNights();
  const { units, channels, feeds, otherConflicts } = effect;
  return (
    <div className="flex flex-col gap-3.5">
      <ul className="flex flex-col gap-1.5">
        {effect.sides.map((after) => {
          const side = conflict.sides.find((one) => one.id === after.id);
          if (!side) return null;
          const name = nameOf(side);
          if (!after.isStanding)
            return (
              <Line key={after.id} kind="unknown">
                {t('ends', { name })}
              </Line>
            );
          return after.isHeld ? (
            <Line key={after.id} kind="good">
              {t('holds', { name, unit: after.unit?.name ?? conflict.unit.name })}
            </Line>
          ) : side.kind === 'stay' ? (
            <Line key={after.id} kind="differs">
              {t('holdsNot', { name })}
            </Line>
          ) : null;
        })}
        {effect.status === 'open' ? <Line kind="needs_you">{t('stays')}</Line> : null}
        {otherConflicts.ended > 0 ? (
          <Line kind="good">{t('others', { count: otherConflicts.ended })}</Line>
        ) : null}
        {otherConflicts.opened > 0 ? (
          <Line kind="bad">{t('opened', { count: otherConflicts.opened })}</Line>
        ) : null}
      </ul>
      <ul className="tnum flex flex-col gap-1">
        {units.flatMap(({ unitId, name, propertyName, opens, closes }) => [
          ...opens.map((run) => (
            <li key={`${unitId} opens ${run.from}`}>
              {t('opens', { unit: placeName(propertyName, name), nights: nights(run) })}
            </li>
          )),
          ...closes.map((run) => (
            <li key={`${unitId} closes ${run.from}`}>
              {t('closes', { unit: placeName(propertyName, name), nights: nights(run) })}
            </li>
          )),
        ])}
        {units.length === 0 ? <li className="text-ink-2">{t('noNights')}</li> : null}
      </ul>
      <div>
        <h4 className="font-semibold text-sm">{t('channels')}</h4>
        <ul className="tnum mt-1 flex flex-col gap-1.5 text-sm">
          {channels.flatMap((one) => {
            const channel = CHANNEL_NAMES[one.provider] ?? one.provider;
            const { listing } = one;
            if (one.unsent)
              return [
                <Told key={one.mappingId} channel={one.provider}>
                  {t('unsent', { channel, listing, reason: unsent(one.unsent) })}
                </Told>,
              ];
            return one.changes.map((run) => (
              <Told key={`${one.mappingId} ${run.from}`} channel={one.provider}>
                {run.becomes === null
                  ? t('untold', { channel, listing, nights: nights(run) })
                  : t('told', { channel, listing, nights: nights(run), left: run.becomes })}
              </Told>
            ));
          })}
          {feeds.map((one) => (
            <Told key={one.subscriberId} channel="ical">
              {t('feed', { name: one.isPlain ? t('plainFeed') : one.name })}
              <span className="text-ink-2">
                {', '}
                {one.lastReadAt
                  ? t.rich('read', { ago: () => <Ago at={one.lastReadAt ?? now} now={now} /> })
                  : t('readNever')}
              </span>
            </Told>
          ))}
          {channels.length + feeds.length === 0 ? <li className="text-ink-2">{t('noChannels')}</li> : null}
        </ul>
      </div>
    </div>
  );
}

function Line({ kind, children }: { kind: Parameters<typeof State>[0]['kind']; children: ReactNode }) {
  return (
    <li>
      <State kind={kind} className="items-start text-base [&>svg]:mt-1">
        <span className="text-ink">{children}</span>
      </State>
    </li>
  );
}

function Told({ channel, children }: { channel: string; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <ChannelMark channel={channel} />
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}

/** "Fri 4 Dec" of one night, "Fri 4 Dec – Mon 7 Dec" as a stay of several. */
function useNights(): (run: { from: string; to: string }) => string {
  const locale = useLocale();
  return ({ from, to }) => (addDays(from, 1) === to ? sayNight(locale, from) : sayStay(locale, from, to));
}
