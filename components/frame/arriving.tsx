import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import type { ComponentType, ReactElement } from 'react';
import { Arrival } from './arrival.tsx';

/** How long a browser that opens a page keeps showing what it showed before: nobody wonders yet. */
const PATIENCE_MS = 800;

/**
 * A page with the skeleton that stands in for it. Who opens it by its address gets it whole if it is ready within
 * `PATIENCE_MS`: the browser draws once what it would else draw twice, before any script runs, and a page that is not there
 * is a 404. Who comes by a link, or waits longer, sees the skeleton first. A `loading.tsx` does the same for both.
 *
 * The page is begun here, so that its reads run while we wait; a failure is left to the nearest error screen.
 */
export function arriving<Props>(
  Skeleton: ComponentType,
  page: (props: Props) => Promise<ReactElement>,
): (props: Props) => Promise<ReactElement> {
  return async function Arriving(props) {
    const content = page(props);
    const isWhole = (await isOpenedByAddress()) && (await isReadyInTime(content));
    return (
      <Arrival isWhole={isWhole} skeleton={isWhole ? null : <Skeleton />}>
        {content}
      </Arrival>
    );
  };
}

/** Links ask for data, and any type will do for it. */
async function isOpenedByAddress(): Promise<boolean> {
  return (await headers()).get('accept')?.includes('text/html') ?? false;
}

async function isReadyInTime(content: Promise<ReactElement>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([content.then(() => true), late]);
  } catch (error) {
    unstable_rethrow(error); // a redirect, or what is not there: told by the status
    return false;
  } finally {
    clearTimeout(timer);
  }
}
