'use client';

import {
  ArrowDownLeft,
  ArrowUpRight,
  BedDouble,
  CalendarX2,
  ChevronDown,
  EllipsisVertical,
  Hand,
  Lock,
  type LucideIcon,
  Sparkles,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import type { Entry, Happening } from './agenda-days.ts';
import { blockSign, kindOf } from './block-kinds.ts';
import type { TimelineUnit } from './rows.ts';
import { useBarWords } from './use-bar-words.ts';
import { titleOf } from './use-desk-state.ts';

const SIGN: Record<Happening, { icon: LucideIcon; look: string }> = {
  clash: { icon: Hand, look: 'bg-bad-soft text-bad' },
  arrival: { icon: ArrowDownLeft, look: 'bg-good-soft text-good' },
  departure: { icon: ArrowUpRight, look: 'bg-idle-soft text-ink-2' },
  stay: { icon: BedDouble, look: 'bg-idle-soft text-ink-2' },
  block: { icon: Lock, look: 'hatched bg-idle-soft text-ink-2' },
  closure: { icon: CalendarX2, look: 'hatched bg-panel text-ink-2' },
  preparation: { icon: Sparkles, look: 'dotted text-ink-2' },
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
  const Icon = what === 'block' ? blockSign(kindOf(bar)) : icon;
  return (
    <li className="flex items-center border-line border-b">
      <button
        type="button"
        onClick={() => onOpen(bar, unit)}
        className="-ml-2 flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-md px-2 py-2 text-left active:bg-hover"
      >
        <span className={cn('grid size-8 shrink-0 place-items-center rounded-md', look)}>
          <Icon aria-hidden strokeWidth={2} className="size-4" />
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
        <EllipsisVertical strokeWidth={1.75} />
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
          <BedDouble aria-hidden strokeWidth={1.75} className="mx-2 size-4" />
          <span className="tnum flex-1">{t('staying', { count: entries.length })}</span>
          <ChevronDown
            aria-hidden
            strokeWidth={1.75}
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
