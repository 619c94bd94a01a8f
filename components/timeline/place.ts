import { type Position, readPosition, readRow, readShow } from './position.ts';
import type { Shown } from './shown.ts';

/*
 * All of the calendar that a link can tell: the days and rows in sight, what is left out, what is written into the nights,
 * which properties are folded and which bar is open.
 */

export const BAR_STATES = ['tentative', 'block', 'closure'] as const;
export type BarState = (typeof BAR_STATES)[number];

export type Filters = {
  readonly q: string;
  readonly property: string | null;
  /** Only this unit, where a phone asks for it. */
  readonly unit: string | null;
  /** Only units with a stay of this channel, 'ical' where no channel is known. */
  readonly channel: string | null;
  /** Only units on which something is not confirmed, blocked or closed elsewhere. */
  readonly state: BarState | null;
  /** Only units with a clash that waits for a person. */
  readonly clash: boolean;
};

export type Place = Position &
  Filters & {
    /** The uppermost row in sight, where that is not the first. */
    readonly row: string | null;
    /** What is written into the nights. */
    readonly show: Shown | null;
    /** Properties whose units are folded away. */
    readonly folded: readonly string[];
    /** The bar whose panel is open, and the unit it was opened on. */
    readonly open: { readonly key: string; readonly unitId: string } | null;
    /** How often one went to other days otherwise than by scrolling: the focus goes along then. */
    readonly jump: number;
  };

export const NO_FILTERS: Filters = {
  q: '',
  property: null,
  unit: null,
  channel: null,
  state: null,
  clash: false,
};

/** How many of the menu's filters leave something out. */
export function countOf({ channel, state, clash }: Filters): number {
  return [channel !== null, state !== null, clash].filter(Boolean).length;
}

/** @param one a parameter of the address, @param kept the cookie */
export function readPlace(
  one: (key: string) => string | undefined,
  kept: string | undefined,
  today: string,
  isPhone: boolean,
): Place {
  const position = readPosition({ from: one('from'), zoom: isPhone ? '2w' : one('zoom') }, kept, today);
  const [open, openIn] = [one('open'), one('on')];
  return {
    ...position,
    q: one('q')?.slice(0, 80) ?? '',
    property: one('property') ?? null,
    unit: one('unit') ?? null,
    channel: word(one('channel')),
    state: BAR_STATES.find((state) => state === one('state')) ?? null,
    clash: one('clash') === '1',
    row: readRow({ from: one('from'), row: one('row') }, kept),
    show: readShow(one('show'), kept),
    folded: (one('folded') ?? '').split('.').filter((id) => /^prp_[0-9a-z]{24}$/.test(id)),
    open: open && openIn ? { key: open.slice(0, 100), unitId: openIn.slice(0, 40) } : null,
    jump: 0,
  };
}

function word(text: string | undefined): string | null {
  return text && /^[a-z]{2,20}$/.test(text) ? text : null;
}

/** The address that `readPlace` reads. */
export function queryOf(place: Place): string {
  const query = new URLSearchParams({ from: place.from, zoom: place.zoom });
  const said = {
    q: place.q,
    property: place.property,
    unit: place.unit,
    channel: place.channel,
    state: place.state,
    clash: place.clash ? '1' : null,
    row: place.row,
    show: place.show,
    folded: place.folded.join('.'),
    open: place.open?.key,
    on: place.open?.unitId,
  };
  for (const [key, value] of Object.entries(said)) if (value) query.set(key, value);
  return `?${query}`;
}
