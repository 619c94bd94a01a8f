import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { getProperty } from '#lib/domain/properties/queries.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { children: ReactNode; params: Promise<{ id: string }> };

/** Asked before anything is sent: once the page's skeleton is on its way, the answer can no longer be a 404. */
export default async function PropertyLayout({ children, params }: Props) {
  const [{ ctx }, { id }] = await Promise.all([requirePageCtx(), params]);
  await found(getProperty(ctx, id));
  return (
    <Words
      of={[
        'avito',
        'calendars',
        'connectResult.reason',
        'connections.cause',
        'connections.fact',
        'feeds',
        'findLink',
        'health',
        'preview',
        'protection.duration',
        'protection.exposure',
        'reason',
        'subscribe',
        'units',
        'warning',
      ]}
    >
      {children}
    </Words>
  );
}
