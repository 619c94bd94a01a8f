'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIsLive } from '#components/api/live.ts';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import type { Protections } from '#lib/domain/protection/schemas.ts';
import { canvasOf, holds } from './canvas.ts';
import type { CellsOf } from './cells-reader.ts';
import { DeskProvider, type Rights } from './desk.ts';
import { Grid } from './grid.tsx';
import { Head } from './head.tsx';
import { Legend } from './legend.tsx';
import { LightsProvider } from './lights.ts';
import {
  Agenda,
  CellsReader,
  ChooseMenu,
  Details,
  DetailsAtOnce,
  FreeNight,
  NothingMatches,
} from './opened-later.ts';
import { Begun, WhyCard } from './over.tsx';
import { type Filters, NO_FILTERS } from './place.ts';
import { agendaSpan, spanOf } from './position.ts';
import { channelsIn, filtered, fold, rowsOf } from './rows.ts';
import type { Shown } from './shown.ts';
import type { Rest } from './sight.ts';
import { StaleLine } from './stale-line.tsx';
import { Toolbar } from './toolbar.tsx';

import { titleOf, useDeskState } from './use-desk-state.ts';
import { activeCell } from './use-grid-keys.ts';
import { useLights } from './use-lights.ts';
import { useMedia } from './use-media.ts';
import { useMoves } from './use-moves.ts';
import { type LocalNow, useNow } from './use-now.ts';
import { type Place, usePosition } from './use-position.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSight } from './use-sight.ts';
import { type Loaded, useTimelineData } from './use-timeline-data.ts';
import { useWhy } from './use-why.ts';

export type TimelineStart = {
  readonly place: Place;
  readonly first: Loaded;
  readonly protections: Protections;
  /** Of each property. */
  readonly currencies: Readonly<Record<string, string>>;
  readonly rights: Rights;
  /** The server's clock: an instant, and what it is in the zone of most properties. */
  readonly now: string;
  readonly localNow: LocalNow;
  readonly zone: string;
  readonly isPhone: boolean;
};

const PHONE_ZOOM = '2w';
const NOTHING_WRITTEN: CellsOf = () => null;

/** How often the frame around is read again: what stands in it may grow old without news, and a calendar is open all day. */
const FRAME_MS = 60_000;
const LIVE_FRAME_MS = 300_000;

/** The calendar: the grid on a desk, a list by days on a phone, and what is opened from either. */
export function TimelineScreen({ start }: { start: TimelineStart }) {
  const t = useTranslations('timeline');
  const [place, change] = usePosition(start.place);
  const now = useNow(start.zone, start.localNow);
  const isPhone = useMedia('(max-width: 639px)', start.isPhone);
  const hasRoomBeside = useMedia('(min-width: 1024px)', !start.isPhone);
  // A phone has one zoom; the desk's comes back with the desk.
  const zoom = isPhone ? PHONE_ZOOM : place.zoom;
  const position = useMemo(() => ({ from: place.from, zoom }), [place.from, zoom]);
  const span = useMemo(
    () => (isPhone ? agendaSpan(position, now.night) : spanOf(position)),
    [isPhone, position, now.night],
  );
  const [canvas, setCanvas] = useState(() => canvasOf(position, now.night));
  if (!holds(canvas, position)) setCanvas(canvasOf(position, now.night));
  const sight = useSight({ place, span, isPhone, frame: start.first.frame.timeline });
  const data = useTimelineData(sight.need, start.first, now.night, canvas);
  const show = isPhone || zoom === 'year' ? null : place.show;
  const [written, setWritten] = useState<{ cellsOf: CellsOf } | null>(null);
  const onWritten = useCallback((cellsOf: CellsOf) => setWritten({ cellsOf }), []);
  const folded = useMemo(() => new Set(place.folded), [place.folded]);
  const { q, property, channel, state: barState, clash } = place;
  const shown = useMemo(
    () => filtered(data.timeline, { property, q, channel, state: barState, clash }),
    [data.timeline, property, q, channel, barState, clash],
  );
  const rows = useMemo(
    () => (isPhone ? [] : rowsOf(shown, data.timeline, canvas, folded)),
    [isPhone, shown, data.timeline, canvas, folded],
  );
  sight.rows.current = rows;
  const { desk, state, hovers, starts, close } = useDeskState(data.timeline, start.rights, start.place.open);
  const { key: openKey = null, unitId: openIn = null } = state.open ?? {};
  useEffect(
    () => change(() => ({ open: openKey && openIn ? { key: openKey, unitId: openIn } : null })),
    [change, openKey, openIn],
  );
  const [Panel] = useState(() => (start.place.open ? DetailsAtOnce : Details));
  const why = useWhy(desk, data.timeline);
  const lightOf = useLights(start.protections);
  const filterInput = useRef<HTMLInputElement>(null);

  const move = useMoves({ only: isPhone ? PHONE_ZOOM : null, today: now.night, change });
  const jump = useRef(place.jump);
  useLayoutEffect(() => {
    jump.current = place.jump;
  });
  // Somebody may be on the way elsewhere already: what was scrolled to before that is no place any more.
  const onRest = useCallback(
    (rest: Rest) => change((at) => (at.jump === jump.current ? rest : {})),
    [change],
  );
  const onFilter = useCallback(
    (filters: Partial<Filters>) => {
      desk.hover(null); // the bar under the pointer may be taken from under it, which no pointer tells
      change(() => filters);
    },
    [desk, change],
  );
  const onShow = useCallback((next: Shown | null) => change(() => ({ show: next })), [change]);
  const onHelp = useCallback(() => desk.start('help'), [desk]);
  const onFold = useCallback((id: string) => change((at) => ({ folded: toggled(at.folded, id) })), [change]);
  useFreshWhile(true, useIsLive() ? LIVE_FRAME_MS : FRAME_MS);
  useShortcuts({
    t: move.today,
    n: () => start.rights.book && desk.start('booking'),
    b: () => start.rights.block && desk.start('block'),
    '/': () => filterInput.current?.focus(),
    '?': () => desk.start('help'),
    e: why.ask,
    j: () => activeCell()?.focus(),
    k: () => activeCell()?.focus(),
    escape: why.asked ? why.close : close.details,
  });

  const channels = useMemo(() => channelsIn(data.timeline), [data.timeline]);
  const { choice } = state;
  const chosen = useMemo(() => choice && { unitId: choice.unit.id, nights: choice.nights }, [choice]);
  const isEmpty = shown.properties.length === 0;
  const body = isEmpty ? (
    <NothingMatches q={q} onClear={() => change(() => NO_FILTERS)} />
  ) : isPhone ? (
    <Agenda
      timeline={shown}
      span={span}
      filters={place}
      all={data.timeline}
      today={now.night}
      isWhole={data.isWhole}
      onOpen={desk.open}
      onLater={() => {
        move.step(1);
        window.scrollTo({ top: 0 });
      }}
      onFilter={onFilter}
    />
  ) : (
    <div className="flex min-h-0 flex-1 gap-3">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <LightsProvider value={lightOf}>
          <Grid
            rows={rows}
            position={position}
            jump={place.jump}
            startRow={place.row}
            canvas={canvas}
            now={now}
            zone={start.zone}
            desk={desk}
            unreadOf={data.unreadOf}
            cellsOf={(show && written?.cellsOf) ?? NOTHING_WRITTEN}
            open={state.open}
            chosen={chosen}
            word={fold(q)}
            isWhole={data.isWhole}
            isBeside={hasRoomBeside && (why.asked !== null || state.opened !== null)}
            onFold={onFold}
            onStep={move.step}
            onRest={onRest}
            onSee={sight.onSee}
          />
        </LightsProvider>
        <Legend rows={rows} show={show} />
        {show ? <CellsReader show={show} need={sight.need} frame={data.frame} onRead={onWritten} /> : null}
      </div>
      {why.asked && hasRoomBeside ? (
        <FreeNight
          asked={why.asked}
          title={titleOf(data.timeline, why.asked.unitId)}
          isBeside
          onClose={why.close}
        />
      ) : null}
      {state.opened && !why.asked && hasRoomBeside ? (
        <Panel
          opened={state.opened}
          timeline={data.timeline}
          isBeside
          today={now.night}
          onOpen={desk.open}
          onClose={close.details}
        />
      ) : null}
    </div>
  );

  return (
    <DeskProvider value={desk}>
      <section aria-label={t('title')} className="timeline">
        <div className="flex flex-1 flex-col gap-3 px-4 pt-4 pb-4 sm:absolute sm:inset-0 sm:px-5 print:static">
          <Head numbers={data.numbers} now={now} rights={start.rights} onStart={desk.start} />
          <Toolbar
            span={span}
            zoom={zoom}
            filters={place}
            channels={channels}
            propertyName={data.timeline.properties.find((one) => one.id === place.property)?.name ?? null}
            filterInput={filterInput}
            isPhone={isPhone}
            onStep={move.step}
            onToday={move.today}
            onJump={move.to}
            onZoom={move.zoom}
            show={place.show}
            onShow={onShow}
            onFilter={onFilter}
            onLook={data.readAll}
            onHelp={onHelp}
          />
          <StaleLine problem={data.problem} readAtMs={data.readAtMs} onRetry={data.retry} />
          {body}
        </div>
        {why.asked && !hasRoomBeside ? (
          <FreeNight
            asked={why.asked}
            title={titleOf(data.timeline, why.asked.unitId)}
            isBeside={false}
            onClose={why.close}
          />
        ) : null}
        {state.opened && !why.asked && !hasRoomBeside ? (
          <Panel
            opened={state.opened}
            timeline={data.timeline}
            isBeside={false}
            today={now.night}
            onOpen={desk.open}
            onClose={close.details}
          />
        ) : null}
        {isPhone ? null : <WhyCard hovers={hovers} />}
        {state.choice ? (
          <ChooseMenu
            choice={state.choice}
            title={state.choiceTitle}
            rights={start.rights}
            onBook={() => desk.start('booking')}
            onBlock={() => desk.start('block')}
            onClose={close.choice}
          />
        ) : null}
        <Begun
          starts={starts}
          timeline={data.timeline}
          currencies={start.currencies}
          rights={start.rights}
          onClose={close.dialog}
        />
      </section>
    </DeskProvider>
  );
}

function toggled(folded: readonly string[], id: string): readonly string[] {
  return folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id];
}
