import { CalendarSkeleton } from '#components/calendar/calendar-skeleton.tsx';

export default function Loading() {
  return <CalendarSkeleton />;
}
