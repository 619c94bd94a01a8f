import { define } from '../define.ts';

export const eventsApi = define({
  method: 'GET',
  path: '/api/events',
  summary:
    'What changes, as server-sent events: ready, away, resync, beat, and news {topics, unitIds} saying what to ask for again',
  tag: 'Operation',
  can: 'calendar.read',
  status: 200,
});
