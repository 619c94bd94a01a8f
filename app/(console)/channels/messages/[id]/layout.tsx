import type { ReactNode } from 'react';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { Words } from '#components/words/words.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getMessage } from '#lib/domain/messages/queries.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { children: ReactNode; params: Promise<{ id: string }> };

/** Asked before anything is sent: once the page's skeleton is on its way, the answer can no longer be a 404. */
export default async function MessageLayout({ children, params }: Props) {
  const [{ ctx, role }, { id }] = await Promise.all([requirePageCtx(), params]);
  if (!can(role, 'run.read')) return <Forbidden />;
  await found(getMessage(ctx, id));
  return <Words of={['messages.replay']}>{children}</Words>;
}
