import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { FailedResult } from '#components/connections/failed-result.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import {
  CONNECTION_ERROR_CODES,
  ConnectFailure,
  ProviderParam,
  SAID_MAX,
} from '#lib/domain/connections/schemas.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Query = z.object({
  reason: ConnectFailure.optional(),
  said: z.string().max(SAID_MAX).optional(),
  kind: z.enum(CONNECTION_ERROR_CODES).optional(),
});
type Props = { params: Promise<{ provider: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connectResult'))('failedTab') };
}

/** Where a connect ends without a connection. The address is anybody's to write: it only chooses words of ours. */
export default async function FailedPage({ params, searchParams }: Props) {
  const [{ role }, asked, search] = await Promise.all([requirePageCtx(), params, searchParams]);
  const provider = ProviderParam.safeParse(asked.provider);
  if (!provider.success) notFound();
  const query = readSearch(Query, search).value ?? {};
  const reason = query.reason ?? 'failed';
  return (
    <FailedResult
      provider={provider.data}
      channel={CHANNEL_NAMES[provider.data]}
      reason={reason}
      said={reason === 'refused' ? (query.said ?? null) : null}
      kind={reason === 'token_failed' ? (query.kind ?? null) : null}
      mayConnect={can(role, 'connection.configure')}
    />
  );
}
