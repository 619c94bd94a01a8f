import { createReservation } from '#lib/domain/reservations/create.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import { createReservationApi, listReservationsApi } from '#lib/web/api/reservations.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listReservationsApi, ({ ctx, query }) => listReservations(ctx, query));
export const POST = endpoint(createReservationApi, ({ ctx, body }) => createReservation(ctx, body));
