'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-names.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import type { Entry, Happening } from './agenda-days.ts';
import { blockSign, kindOf } from './block-kinds.ts';
import type { TimelineUnit } from './rows.ts';
import { useBarWords } from './use-bar-words.ts';
import { titleOf } from './use-desk-state.ts';

const SIGN: Record<Happening, { icon: IconName; look: string }> = {
  clash: { icon: 'hand', look: 'bg-bad-soft text-bad' },
  arrival: { icon: 'arrow-down-left', look: 'bg-good-soft text-good' },
  departure: { icon: 'arrow-up-right', look: 'bg-idle-soft text-ink-2' },
  stay: { icon: 'bed-double', look: 'bg-idle-soft text-ink-2' },
  block: { icon: 'lock', look: 'hatched bg-idle-soft text-ink-2' },
  closure: { icon: 'calendar-x-2', look: 'hatched bg-panel text-ink-2' },
  preparation: { icon: 'sparkles', look: 'dotted text-ink-2' },
};

type Open = (bar: Bar, unit: TimelineUnit) => void;

/** One thing that happens on a day. */
export function AgendaEntry({
  entry,
  title,
  onOpen,
  onActions,
}: {
  entry: Entry;
  title: string;
  onOpen: Open;
  onActions: Open;
}) {
  const t = useTranslations('timeline');
  const moves = useTranslations('moves.agenda');
  const words = useBarWords();
  const { bar, unit, what } = entry;
  const { icon, look } = SIGN[what];
  return (
    <li className="flex items-center border-line border-b">
      <button
        type="button"
        onClick={() => onOpen(bar, unit)}
        className="-ml-2 flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-md px-2 py-2 text-left active:bg-hover"
      >
        <span className={cn('grid size-8 shrink-0 place-items-center rounded-md', look)}>
          <Icon name={what === 'block' ? blockSign(kindOf(bar)) : icon} strokeWidth={2} className="size-4" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            {bar.kind === 'stay' ? <ChannelMark channel={bar.channel ?? 'ical'} /> : null}
            <span className="truncate font-medium">{words.fullName(bar)}</span>
          </span>
          <span className="block truncate text-ink-2 text-sm">
            <span className={what === 'clash' ? 'font-medium text-bad' : undefined}>
              {t(`happening.${what}`)}
            </span>{' '}
            · {title}
          </span>
        </span>
        <span className="tnum shrink-0 text-right text-ink-2 text-sm">
          {what === 'departure' ? null : words.nights(bar)}
        </span>
      </button>
      <Button
        kind="quiet"
        className="-mr-2 size-11"
        onClick={() => onActions(bar, unit)}
        aria-label={moves('actions', { who: words.fullName(bar) })}
      >
        <Icon name="ellipsis-vertical" />
      </Button>
    </li>
  );
}

/** Who stays on, folded into a line: it is the same every day. */
export function StayingLine({
  entries,
  timeline,
  onOpen,
  onActions,
}: {
  entries: readonly Entry[];
  timeline: Timeline;
  onOpen: Open;
  onActions: Open;
}) {
  const t = useTranslations('timeline');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <li className="border-line border-b">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-11 w-full items-center gap-2 text-left text-ink-2 text-sm"
        >
          <Icon name="bed-double" className="mx-2 size-4" />
          <span className="tnum flex-1">{t('staying', { count: entries.length })}</span>
          <Icon
            name="chevron-down"
            className={cn('size-4 transition-transform duration-150', isOpen && 'rotate-180')}
          />
        </button>
      </li>
      {isOpen
        ? entries.map((entry) => (
            <AgendaEntry
              key={entry.bar.id}
              entry={entry}
              title={titleOf(timeline, entry.unit.id)}
              onOpen={onOpen}
              onActions={onActions}
            />
          ))
        : null}
    </>
  );
}
