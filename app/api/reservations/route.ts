import type { Ctx } from '#lib/domain/ctx.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { exportReservations, RESERVATION_COLUMNS } from '#lib/domain/reservations/export.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import type { ReservationQuery } from '#lib/domain/reservations/schemas.ts';
import { csvHeaders, csvStream } from '#lib/kernel/csv.ts';
import { createReservationApi, listReservationsApi } from '#lib/web/api/reservations.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listReservationsApi, ({ ctx, query, requestId }) =>
  query.format === 'csv' ? table(ctx, query, requestId) : listReservations(ctx, query),
);
export const POST = endpoint(createReservationApi, ({ ctx, body }) => createReservation(ctx, body));

async function table(ctx: Ctx, query: ReservationQuery, requestId: string): Promise<Response> {
  const day = ctx.clock.now().toString().slice(0, 10);
  return new Response(csvStream(RESERVATION_COLUMNS, exportReservations(ctx, query)), {
    headers: { ...csvHeaders(`reservations-${day}`), 'x-request-id': requestId },
  });
}
