'use client';

import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-names.ts';
import type { StateKind } from '#components/ui/state-look.ts';
import { type ChannelState, type RateUnit, runAt, worstOf } from './model.ts';

/** How the state of a night at a channel is told elsewhere in the console. */
export const STATE_KIND: Record<ChannelState, StateKind> = {
  confirmed: 'good',
  sent: 'waiting',
  unsent: 'waiting',
  failed: 'bad',
  drift: 'differs',
  not_known: 'unknown',
};

const stripes = (color: string, on: number, off: number, angle = 90) =>
  `repeating-linear-gradient(${angle}deg, ${color} 0 ${on}px, transparent ${on}px ${on + off}px)`;

/** A pattern each, so that nobody needs the colour: whole, long dashes, short dashes, slashes, dots, nearly nothing. */
const PATTERN: Record<ChannelState, CSSProperties> = {
  // Quiet: all is well.
  confirmed: { background: 'color-mix(in oklab, var(--good) 50%, transparent)' },
  sent: { background: stripes('var(--ink-2)', 6, 2) },
  unsent: { background: stripes('var(--ink-2)', 3, 3) },
  failed: { background: stripes('var(--bad)', 2, 2, 135) },
  drift: { background: stripes('var(--warn)', 2, 3) },
  not_known: { background: stripes('var(--line-strong)', 1, 4) },
};

const ICON: Record<Exclude<ChannelState, 'confirmed'>, { icon: IconName; ink: string }> = {
  failed: { icon: 'x', ink: 'text-bad' },
  drift: { icon: 'arrow-left-right', ink: 'text-warn' },
  unsent: { icon: 'clock-3', ink: 'text-ink-2' },
  sent: { icon: 'send', ink: 'text-ink-2' },
  not_known: { icon: 'circle-dashed', ink: 'text-ink-3' },
};

/** Each channel's state of a night, in the order of the unit's channels. */
export function statesAt(
  unit: RateUnit,
  night: string,
): { channel: RateUnit['channels'][number]; state: ChannelState }[] {
  return unit.channels.map((channel) => ({
    channel,
    state: runAt(channel.runs, night)?.state ?? 'not_known',
  }));
}

/** A line of as many parts as channels, each with the pattern of its state. */
export function StateStrip({ states, className }: { states: readonly ChannelState[]; className?: string }) {
  return (
    <span aria-hidden className={cn('flex h-[3px] gap-px', className)}>
      {states.map((state, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a channel keeps its place
        <span key={index} className="min-w-0 flex-1" style={PATTERN[state]} />
      ))}
    </span>
  );
}

/** The sign of the worst of them; nothing where all is well. */
export function WorstSign({ states, className }: { states: readonly ChannelState[]; className?: string }) {
  const worst = worstOf(states);
  if (!worst || worst === 'confirmed') return null;
  const { icon, ink } = ICON[worst];
  return <Icon name={icon} strokeWidth={2.25} className={cn('size-3 shrink-0', ink, className)} />;
}

const ORDER: readonly ChannelState[] = ['confirmed', 'unsent', 'sent', 'failed', 'drift', 'not_known'];

/** What the signs mean: only where there are channels, and only those in sight. */
export function Legend({
  units,
  hasTaken,
  hasStopSell,
}: {
  units: readonly RateUnit[];
  hasTaken: boolean;
  hasStopSell: boolean;
}) {
  const t = useTranslations('rates');
  const seen = new Set(
    units.flatMap((unit) => unit.channels.flatMap((channel) => channel.runs.map((run) => run.state))),
  );
  const states = ORDER.filter((state) => seen.has(state));
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 px-1 text-ink-2 text-xs">
      {states.length > 0 ? <li>{t('legend.strip')}</li> : null}
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <StateStrip states={[state]} className="w-5" />
          <WorstSign states={[state]} />
          {t(`states.${state}`)}
        </li>
      ))}
      {hasTaken ? (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="h-3 w-5 rounded-sm border border-line-strong bg-idle-soft" />
          {t('legend.taken')}
        </li>
      ) : null}
      {hasStopSell ? (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="hatched h-3 w-5 rounded-sm border border-line-strong" />
          {t('legend.stopSell')}
        </li>
      ) : null}
    </ul>
  );
}

/** A night's states in words: "Airbnb: confirmed". */
export function useStateWords() {
  const t = useTranslations('rates');
  return (unit: RateUnit, night: string): string[] =>
    statesAt(unit, night).map(({ channel, state }) =>
      t('cell.channel', {
        channel: CHANNEL_NAMES[channel.provider] ?? channel.provider,
        state: t(`states.${state}`),
      }),
    );
}
