import { cancelReservation } from '#lib/domain/reservations/cancel.ts';
import { cancelReservationApi } from '#lib/web/api/reservations.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(cancelReservationApi, ({ ctx, params }) => cancelReservation(ctx, params.id));
