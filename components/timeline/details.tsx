'use client';

import { useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { NightsWhy } from '#components/explain/nights-why.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { BlockDetails } from './block-details.tsx';
import { blockSign, kindOf } from './block-kinds.ts';
import { ClosureDetails } from './closure-details.tsx';
import { FoundDetails } from './found-details.tsx';
import type { Opened } from './opened.ts';
import { BottomPanel, SidePanel } from './panel.tsx';
import type { TimelineUnit } from './rows.ts';
import { StayDetails } from './stay-details.tsx';
import { useBarWords } from './use-bar-words.ts';
import { useReason } from './use-reason.ts';

/** Everything about the bar that was opened: beside the timeline where there is room, from below elsewhere. */
export function Details({
  opened,
  timeline,
  isBeside,
  today,
  onOpen,
  onClose,
}: {
  opened: Opened;
  timeline: Timeline;
  isBeside: boolean;
  today: string;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
  onClose: () => void;
}) {
  const words = useBarWords();
  const { bar } = opened;
  const Panel = isBeside ? SidePanel : BottomPanel;
  return (
    <Panel
      key={isBeside ? 'beside' : bar.id}
      title={words.fullName(bar)}
      sign={<Sign bar={bar} />}
      onClose={onClose}
    >
      <Where opened={opened} />
      {bar.kind === 'stay' && bar.reservationId ? (
        <StayDetails
          key={bar.id}
          opened={opened}
          timeline={timeline}
          reservationId={bar.reservationId}
          onOpen={onOpen}
        />
      ) : null}
      {bar.kind === 'block' ? (
        <BlockDetails key={bar.id} opened={opened} timeline={timeline} onClose={onClose} />
      ) : null}
      {bar.found ? (
        <FoundDetails key={bar.id} bar={bar} found={bar.found} onClose={onClose} />
      ) : bar.kind === 'closure' || bar.kind === 'preparation' ? (
        <ClosureDetails opened={opened} />
      ) : null}
      <NightsWhy
        key={`${bar.id}${opened.unit.id}${opened.intent}`}
        unitId={opened.unit.id}
        nights={bar}
        today={today}
        begin={opened.intent === 'why' ? bar.checkIn : null}
      />
    </Panel>
  );
}

function Where({ opened: { bar, unit, unitTitle } }: { opened: Opened }) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const reason = useReason();
  return (
    <div className="pb-3">
      <p className="tnum">
        <span className="font-medium">{words.stay(bar)}</span>
        <span className="text-ink-2">, {words.nights(bar)}</span>
      </p>
      <p className="truncate text-ink-2" title={unitTitle}>
        {unitTitle}
      </p>
      <p className="mt-2 text-ink-2 text-sm">{reason.why(bar, unit)}</p>
      {bar.tentative ? <p className="mt-1 text-ink-2 text-sm">{t('tentativeMeans')}</p> : null}
    </div>
  );
}

function Sign({ bar }: { bar: Bar }) {
  if (bar.kind === 'stay')
    return <ChannelMark channel={bar.channel ?? 'ical'} className="size-5 text-[11px]" />;
  const icon =
    bar.kind === 'block' ? blockSign(kindOf(bar)) : bar.kind === 'closure' ? 'calendar-x-2' : 'sparkles';
  return <Icon name={icon} className="size-4 text-ink-2" />;
}
