import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ConnectedResult } from '#components/connections/connected-result.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getChannel } from '#lib/domain/connections/queries.ts';
import { ConnectionId, ProviderParam } from '#lib/domain/connections/schemas.ts';
import { returnPath } from '#lib/web/connect-callback.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Query = z.object({
  connection: ConnectionId.optional(),
  limited: z.enum(['offline_missing', 'scope_missing']).optional(),
  next: z.string().max(500).optional(),
});
type Props = { params: Promise<{ provider: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connectResult'))('connectedTab') };
}

/** Where a connect ends well: the account is here, and what comes next is its listings. */
export default async function ConnectedPage({ params, searchParams }: Props) {
  const [{ ctx, role }, asked, search] = await Promise.all([requirePageCtx(), params, searchParams]);
  const provider = ProviderParam.safeParse(asked.provider);
  if (!provider.success) notFound();
  const query = readSearch(Query, search).value ?? {};
  const channel = await getChannel(ctx, provider.data);
  const state = channel.connections.find(({ id }) => id !== null && id === query.connection);
  if (!state) notFound();
  return (
    <ConnectedResult
      state={state}
      channel={channel.name}
      limited={query.limited ?? null}
      next={returnPath(query.next)}
      mayMap={can(role, 'connection.configure')}
    />
  );
}
