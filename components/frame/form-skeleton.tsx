import { PageBody, PageHead } from '#components/frame/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** A form that is on its way: its title already, and boxes where its fields will stand. */
export function FormSkeleton({
  title,
  lead,
  pairs,
  hasWideEnd = true,
}: {
  title: string;
  lead: string;
  /** Of fields side by side, below the first. */
  pairs: number;
  /** Whether another stands below them by itself. */
  hasWideEnd?: boolean;
}) {
  return (
    <>
      <PageHead title={title} lead={lead} />
      <PageBody>
        <div aria-busy className="flex max-w-[640px] flex-col gap-3">
          <Box />
          {Array.from({ length: pairs }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change
            <div key={index} className="grid grid-cols-1 gap-x-4 gap-y-3 min-[400px]:grid-cols-2">
              <Box />
              <Box />
            </div>
          ))}
          {hasWideEnd ? <Box /> : null}
          <Skeleton className="mt-2 h-8 w-24 rounded-md" />
        </div>
      </PageBody>
    </>
  );
}

function Box() {
  return (
    <div className="flex flex-col gap-1">
      <Skeleton className="h-5 w-20" />
      <Skeleton className="h-8 rounded-md" />
    </div>
  );
}
