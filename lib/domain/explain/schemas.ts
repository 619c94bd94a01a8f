import { z } from 'zod';
import { CurrencySchema } from '#lib/kernel/money.ts';
import { AskedNight, isWindow, NightWindow, windowRule } from '#lib/kernel/night-window.ts';
import { NightSchema } from '#lib/kernel/nights.ts';
import { AskedFor, NightState, PropertyIds } from '../availability/schemas.ts';
import { CalendarSubjectId, PropertyId, UnitId } from '../properties/schemas.ts';
import { RateEditAnswer, RateNight } from '../rates/schemas.ts';

const When = z.iso.datetime({ offset: true });

export const ExplainQuery = z.object({ unit: CalendarSubjectId, night: AskedNight });

/** How we know: the change in the journal that made it so, who or what made it, and what it was made from. */
export const Proof = z.object({
  heardAt: When.nullable(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  journalId: z.string().nullable(),
  message: z
    .object({ id: z.string(), kind: z.enum(['calendar', 'poll', 'webhook', 'gate']), receivedAt: When })
    .nullable(),
  runId: z.string().nullable(),
});

/** What keeps a night from being sold, heaviest first; without it and what stands after it the night would be free. */
export const Cause = z.object({
  kind: z.enum(['conflict', 'stay', 'closure', 'found_closure', 'block', 'preparation', 'stop_sell']),
  /** Of what `kind` names; of preparation its stay's, of a stop-sell the unit's. */
  id: z.string(),
  checkIn: NightSchema,
  checkOut: NightSchema,
  /** Where it stands. `part` and `whole`: on a part of the unit, or on what the unit is a part of. */
  at: z.object({
    unitId: UnitId.nullable(),
    name: z.string(),
    relation: z.enum(['unit', 'part', 'whole', 'property']),
  }),
  channel: z.string().nullable(),
  /** The channel's id of the booking. */
  code: z.string().nullable(),
  reservationId: z.string().nullable(),
  /** The guest, the block's reason, the event's words; empty where there are none. */
  label: z.string(),
  calendar: z.object({ id: z.string(), name: z.string() }).nullable(),
  tentative: z.boolean(),
  proof: Proof,
});

export const Values = z.object({
  /** Left to sell. */
  units: z.int().nullable().optional(),
  priceMinor: z.int().nullable().optional(),
  minStay: z.int().nullable().optional(),
  maxStay: z.int().nullable().optional(),
  closedToArrival: z.boolean().nullable().optional(),
  closedToDeparture: z.boolean().nullable().optional(),
});

/** unsent: owed and not out yet. drift: what was seen there is not what was confirmed. not_known: never told or seen. */
export const CHANNEL_STATES = ['unsent', 'sent', 'confirmed', 'failed', 'drift', 'not_known'] as const;
export const ChannelState = z.enum(CHANNEL_STATES);

/** Why nothing is sent, or not yet. */
export const UNSENT_REASONS = [
  /** The mapping is a draft, or switched off. */
  'not_active',
  /** A person said that nothing is to be sent. */
  'switched_off',
  'paused',
  'expired',
  'disconnected',
  /** This channel takes nothing from us. */
  'cannot',
  /** Its calendar was not read for the first time yet. */
  'not_adopted',
  /** The channel's limit of calls. */
  'flow',
  /** The last call failed. */
  'retrying',
  /** The channel refused these values; a new value or a person sends them again. */
  'refused',
  'queued',
] as const;
export const UnsentReason = z.object({
  code: z.enum(UNSENT_REASONS),
  /** When it goes on by itself, where that is known. */
  until: When.nullable(),
  /** A word for why, as the deliveries have it; null where nobody gave one. */
  cause: z.string().nullable(),
  /** The channel's or our own sentence. */
  detail: z.string().nullable(),
});

export const ChannelExplanation = z.object({
  mappingId: z.string(),
  connectionId: z.string(),
  provider: z.string(),
  account: z.string(),
  listing: z.string(),
  /** Of the listing: what its amounts are in. */
  currency: z.string().nullable(),
  /** How many units are behind it, and how many of them this night could be sold. */
  pool: z.object({ units: z.int(), free: z.int() }),
  state: ChannelState,
  /** Rooms that the channel itself has sold this night. Where it sells one home, nothing is told of such a night. */
  ownStays: z.int(),
  /** What the channel should be told now; null where nothing would be. */
  wanted: Values.nullable(),
  sent: z
    .object({
      values: Values,
      at: When.nullable(),
      state: z.enum(['sent', 'confirmed', 'failed']).nullable(),
      error: z.string().nullable(),
      deliveryId: z.string().nullable(),
    })
    .nullable(),
  /** `units` counts what the channel may sell in all, with what it has sold itself. */
  confirmed: z.object({ values: Values, at: When }).nullable(),
  observed: z.object({ values: Values, at: When }).nullable(),
  unsent: UnsentReason.nullable(),
});

export const Explanation = NightState.extend({
  ...AskedFor.shape,
  unitId: UnitId,
  unit: z.string(),
  timezone: z.string(),
  currency: z.string(),
  causes: z.array(Cause),
  channels: z.array(ChannelExplanation),
});

export const RateGridQuery = z
  .object({ ...NightWindow, property: PropertyId.optional() })
  .refine(isWindow, windowRule);
const Channel = z.object({
  mappingId: z.string(),
  connectionId: z.string(),
  provider: z.string(),
  account: z.string(),
  listing: z.string(),
});
export const ChannelNights = z.object({
  unitId: UnitId,
  items: z.array(
    Channel.extend({
      /** Why nothing is sent at all. */
      stopped: UnsentReason.nullable(),
      nights: z.array(
        z.object({
          night: NightSchema,
          state: ChannelState,
          sentAt: When.nullable(),
          confirmedAt: When.nullable(),
          observedAt: When.nullable(),
          error: z.string().nullable(),
          unsent: UnsentReason.nullable(),
        }),
      ),
    }),
  ),
  nextCursor: z.null(),
});
export const RateGrid = z.object({
  items: z.array(
    z.object({
      unitId: UnitId,
      name: z.string(),
      propertyId: PropertyId,
      property: z.string(),
      timezone: z.string(),
      currency: CurrencySchema,
      /** Each channel that sells it, and where its nights stand there; to is exclusive. */
      channels: z.array(
        Channel.extend({
          stopped: UnsentReason.nullable(),
          runs: z.array(z.object({ from: NightSchema, to: NightSchema, state: ChannelState })),
        }),
      ),
      /** Nights that are not free; to is exclusive. */
      taken: z.array(z.object({ from: NightSchema, to: NightSchema, state: NightState.shape.state })),
      /** Nights that somebody set something for; the others ask for nothing. */
      nights: z.array(RateNight.omit({ price: true }).extend({ priceMinor: z.int().nullable() })),
    }),
  ),
  nextCursor: z.null(),
});

/** What an edit would make of the nights here, and what each channel would be told. */
export const RatePreview = RateEditAnswer.extend({
  channels: z.array(
    z.object({
      mappingId: z.string(),
      connectionId: z.string(),
      provider: z.string(),
      account: z.string(),
      listing: z.string(),
      currency: CurrencySchema.nullable(),
      nights: z.int(),
      /** Runs of nights that change alike; to is exclusive. */
      changes: z.array(z.object({ from: NightSchema, to: NightSchema, was: Values, becomes: Values })),
      /** Runs that are not listed, where there are many. */
      moreChanges: z.int(),
      /** Why nothing would be sent. */
      unsent: z.enum([...UNSENT_REASONS, 'other_currency']).nullable(),
    }),
  ),
  /** Calls that telling them costs, by the channels' own rules. */
  calls: z.int(),
});

/** What the calendar writes into its cells. */
export const CELL_VIEWS = ['price', 'minStay', 'channels'] as const;
export const CELL_STATES = ['confirmed', 'on_its_way', 'failed', 'differs'] as const;
export const CellState = z.enum(CELL_STATES);
export const CellsQuery = z
  .object({ ...NightWindow, properties: PropertyIds, show: z.enum(CELL_VIEWS) })
  .refine(isWindow, windowRule);
export const Cells = z.object({
  show: z.enum(CELL_VIEWS),
  items: z.array(
    z.object({
      unitId: UnitId,
      currency: CurrencySchema,
      /** Minor units of the currency, nights, or the worst state at any channel; where none proves anything there is no run. */
      runs: z.array(z.object({ from: NightSchema, to: NightSchema, value: z.union([z.int(), CellState]) })),
    }),
  ),
  nextCursor: z.null(),
});

export type CellsQuery = z.output<typeof CellsQuery>;
export type CellState = z.output<typeof CellState>;
export type Cells = z.output<typeof Cells>;
export type ExplainQuery = z.output<typeof ExplainQuery>;
export type Cause = z.output<typeof Cause>;
export type CauseKind = Cause['kind'];
export type Proof = z.output<typeof Proof>;
export type ChannelState = z.output<typeof ChannelState>;
export type UnsentReason = z.output<typeof UnsentReason>;
export type ChannelExplanation = z.output<typeof ChannelExplanation>;
export type Explanation = z.output<typeof Explanation>;
export type ChannelNights = z.output<typeof ChannelNights>;
export type RateGrid = z.output<typeof RateGrid>;
export type RatePreview = z.output<typeof RatePreview>;
