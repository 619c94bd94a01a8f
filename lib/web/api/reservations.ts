import { z } from 'zod';
import {
  Reservation,
  ReservationDetail,
  ReservationId,
  ReservationInput,
  ReservationPatch,
  ReservationQuery,
} from '#lib/domain/reservations/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Reservations';
const params = z.object({ id: ReservationId });

export const listReservationsApi = define({
  method: 'GET',
  path: '/api/reservations',
  summary:
    'Reservations, the newest first unless asked otherwise; from and to ask for those that share a night; format=csv: a table, a row for each room',
  tag,
  can: 'reservation.read',
  query: ReservationQuery.safeExtend({ ...Paging.shape, format: z.enum(['json', 'csv']).optional() }),
  status: 200,
  answer: page(Reservation),
  alsoCsv: true,
});

export const createReservationApi = define({
  method: 'POST',
  path: '/api/reservations',
  summary: 'A direct booking by hand; 409 nights_taken says what stands in the way',
  tag,
  can: 'reservation.write',
  body: ReservationInput,
  status: 201,
  answer: ReservationDetail,
});

export const getReservationApi = define({
  method: 'GET',
  path: '/api/reservations/{id}',
  summary: 'One reservation with its stays and its journal',
  tag,
  can: 'reservation.read',
  params,
  status: 200,
  answer: ReservationDetail,
});

export const updateReservationApi = define({
  method: 'PATCH',
  path: '/api/reservations/{id}',
  summary: 'Change a reservation: guest, note and unit; dates where no channel decides them',
  tag,
  can: 'reservation.write',
  params,
  body: ReservationPatch,
  status: 200,
  answer: ReservationDetail,
});

export const cancelReservationApi = define({
  method: 'POST',
  path: '/api/reservations/{id}/cancel',
  summary: 'Cancel a reservation that no channel decides, and free its nights',
  tag,
  can: 'reservation.write',
  params,
  status: 200,
  answer: ReservationDetail,
});
