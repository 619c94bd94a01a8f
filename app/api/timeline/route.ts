import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { getTimelineApi } from '#lib/web/api/availability.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getTimelineApi, ({ ctx, query: { from, to, property, properties } }) => {
  const propertyIds = property ? [property] : properties;
  return readTimeline(ctx, { from, to, ...(propertyIds ? { propertyIds } : {}) });
});
