import type { TodayProperty } from '#lib/domain/availability/today.ts';
import { DayColumn } from './day-column.tsx';

/** Today and tomorrow, by each property's own clock. */
export function Days({ properties }: { properties: readonly TodayProperty[] }) {
  return (
    <div className="grid items-start gap-x-8 gap-y-8 xl:grid-cols-2">
      <DayColumn which="today" properties={properties} />
      <DayColumn which="tomorrow" properties={properties} />
    </div>
  );
}
