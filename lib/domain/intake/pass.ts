import type { Night } from '#lib/kernel/nights.ts';
import type { ReservationsPort } from '#lib/providers/sales-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { RunError, RunTrigger } from '../runs/schemas.ts';

export type Resume = { readonly after: string; readonly isFull: boolean };

/** One turn of a sync of a connection: what it reads, and for whom. */
export type Pass = {
  readonly connection: ConnectionRow;
  readonly port: ReservationsPort;
  readonly trigger: RunTrigger;
  readonly runIds: readonly string[];
  readonly from: Night;
  readonly today: Night;
  /** Whether bookings that the channel no longer names are looked for. */
  readonly isFull: boolean;
  /** Only listings that work for a unit are asked for: the others of the account may be anything that it sells. */
  readonly isPicked: boolean;
  /** Milliseconds left between two listings, where the channel counts what an account asks each second. */
  readonly spacingMs: number;
  /** Goes on after this listing. */
  readonly after: string | null;
  /** When this turn has to be over. */
  readonly until: Temporal.Instant;
};

export type Tally = {
  created: number;
  updated: number;
  cancelled: number;
  /** Whether anything was read at all. */
  pages: number;
  readonly errors: RunError[];
};

const ERRORS_MAX = 50;

export function tellError(tally: Tally, error: RunError): void {
  if (tally.errors.length < ERRORS_MAX) tally.errors.push(error);
}
