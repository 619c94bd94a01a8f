import type { ReactNode } from 'react';
import { requirePageCtx } from '#lib/auth/page.ts';
import { getRun } from '#lib/domain/runs/queries.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { children: ReactNode; params: Promise<{ id: string }> };

/** Asked before anything is sent: once the page's skeleton is on its way, the answer can no longer be a 404. */
export default async function RunLayout({ children, params }: Props) {
  const [{ ctx }, { id }] = await Promise.all([requirePageCtx(), params]);
  await found(getRun(ctx, id));
  return children;
}
