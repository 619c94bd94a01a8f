import { z } from 'zod';
import { Delivery, DeliveryDetail, DeliveryFilter, DeliveryId } from '#lib/domain/deliveries/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Deliveries';

export const listDeliveriesApi = define({
  method: 'GET',
  path: '/api/deliveries',
  summary: 'What channels were told and asked, call by call, newest first',
  tag,
  can: 'run.read',
  query: Paging.extend(DeliveryFilter.shape),
  status: 200,
  answer: page(Delivery),
});

export const getDeliveryApi = define({
  method: 'GET',
  path: '/api/deliveries/{id}',
  summary: 'One call with its records, request and answer; secrets and people blanked',
  tag,
  can: 'run.read',
  params: z.object({ id: DeliveryId }),
  status: 200,
  answer: DeliveryDetail,
});
