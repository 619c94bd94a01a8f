import {
  Availability,
  AvailabilityQuery,
  Timeline,
  TimelineQuery,
} from '#lib/domain/availability/schemas.ts';
import { Cells, CellsQuery, ExplainQuery, Explanation } from '#lib/domain/explain/schemas.ts';
import { define } from '../define.ts';

const tag = 'Availability';

export const getAvailabilityApi = define({
  method: 'GET',
  path: '/api/availability',
  summary: 'What each night of a unit is, and what makes it so',
  tag,
  can: 'calendar.read',
  query: AvailabilityQuery,
  status: 200,
  answer: Availability,
});

export const getTimelineApi = define({
  method: 'GET',
  path: '/api/timeline',
  summary: 'Properties and units with a bar for everything that takes nights',
  tag,
  can: 'calendar.read',
  query: TimelineQuery,
  status: 200,
  answer: Timeline,
});

export const explainNightApi = define({
  method: 'GET',
  path: '/api/availability/explain',
  summary:
    'Why a night of a unit is as it is: the causes with what proves them, and what each channel should be told, was told and shows',
  tag,
  can: 'calendar.read',
  query: ExplainQuery,
  status: 200,
  answer: Explanation,
});

export const getCellsApi = define({
  method: 'GET',
  path: '/api/timeline/cells',
  summary:
    'What the calendar writes into the nights of some properties: price, minimum stay or the worst state at a channel, as runs of nights',
  tag,
  can: 'calendar.read',
  query: CellsQuery,
  status: 200,
  answer: Cells,
});
