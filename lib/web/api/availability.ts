import {
  Availability,
  AvailabilityQuery,
  Timeline,
  TimelineQuery,
} from '#lib/domain/availability/schemas.ts';
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
