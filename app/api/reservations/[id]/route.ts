import { getReservation } from '#lib/domain/reservations/queries.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { getReservationApi, updateReservationApi } from '#lib/web/api/reservations.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getReservationApi, ({ ctx, params }) => getReservation(ctx, params.id));
export const PATCH = endpoint(updateReservationApi, ({ ctx, params, body }) =>
  updateReservation(ctx, params.id, body),
);
