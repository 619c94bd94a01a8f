import type { PropertyName } from '#lib/domain/properties/schemas.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

/** One room of a reservation, and where it could go. */
export type Movable = {
  readonly reservation: Reservation;
  readonly stay: Reservation['stays'][number];
  readonly properties: readonly PropertyName[];
  /** Whether its dates are ours to decide, and not only its unit. */
  readonly isOurs: boolean;
};
