import { ChannelNights, RateGrid, RateGridQuery, RatePreview } from '#lib/domain/explain/schemas.ts';
import {
  RateEdit,
  RateEditAnswer,
  RateEditBody,
  RateEditQuery,
  RateRestore,
  RateSetAnswer,
  Rates,
  RatesQuery,
  TakeOverAnswer,
  TakeOverInput,
} from '#lib/domain/rates/schemas.ts';
import { define } from '../define.ts';

const tag = 'Rates';

export const getRatesApi = define({
  method: 'GET',
  path: '/api/rates',
  summary: 'What is asked for each night of a unit: price, stays, arrival, departure, whether it is sold',
  tag,
  can: 'calendar.read',
  query: RatesQuery,
  status: 200,
  answer: Rates,
});

export const getRateGridApi = define({
  method: 'GET',
  path: '/api/rates/grid',
  summary: 'What is asked for the nights of every unit',
  tag,
  can: 'calendar.read',
  query: RateGridQuery,
  status: 200,
  answer: RateGrid,
});

export const setRatesApi = define({
  method: 'PUT',
  path: '/api/rates',
  summary:
    'Set prices and restrictions of nights, by ranges with a filter of weekdays (1 is Monday); all or nothing',
  tag,
  can: 'rate.write',
  query: RateEditQuery,
  body: RateEditBody,
  status: 200,
  answer: RateSetAnswer,
});

export const restoreRatesApi = define({
  method: 'POST',
  path: '/api/rates/restore',
  summary: 'Take an edit back by the changes that it answered; 409 where a night was changed since',
  tag,
  can: 'rate.write',
  body: RateRestore,
  status: 200,
  answer: RateEditAnswer,
});

export const previewRatesApi = define({
  method: 'POST',
  path: '/api/rates/preview',
  summary: 'What an edit would change and what each channel would be told; changes nothing',
  tag,
  can: 'rate.write',
  body: RateEdit,
  status: 200,
  answer: RatePreview,
});

export const takeOverRatesApi = define({
  method: 'POST',
  path: '/api/rates/take-over',
  summary: "Make a channel's prices and restrictions, as they were last seen there, those of the unit",
  tag,
  can: 'rate.write',
  body: TakeOverInput,
  status: 200,
  answer: TakeOverAnswer,
});

export const getChannelNightsApi = define({
  method: 'GET',
  path: '/api/channel-nights',
  summary: 'Where each night of a unit stands with each channel that sells it',
  tag,
  can: 'calendar.read',
  query: RatesQuery,
  status: 200,
  answer: ChannelNights,
});
