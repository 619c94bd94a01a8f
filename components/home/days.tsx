import './print.css';
import { ShareButton } from '#components/turnovers/share-button.tsx';
import type { TodayProperty } from '#lib/domain/availability/today.ts';
import { DayColumn } from './day-column.tsx';
import { PrintButton } from './print-button.tsx';

/** Today and tomorrow, by each property's own clock, to be printed or shared with whoever cleans. */
export function Days({
  properties,
  rights,
}: {
  properties: readonly TodayProperty[];
  rights: { readonly seeLinks: boolean; readonly share: boolean };
}) {
  return (
    <div className="home-days flex flex-col gap-3">
      <div className="home-aside flex flex-wrap justify-end gap-2 print:hidden">
        <PrintButton />
        {rights.seeLinks ? (
          <ShareButton
            properties={properties.map(({ id, name }) => ({ id, name }))}
            mayShare={rights.share}
          />
        ) : null}
      </div>
      <div className="grid items-start gap-x-8 gap-y-8 xl:grid-cols-2 print:block">
        <DayColumn which="today" properties={properties} />
        <DayColumn which="tomorrow" properties={properties} />
      </div>
    </div>
  );
}
