'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import { toast } from '#components/ui/toast.ts';
import type { MappedListing } from '#lib/domain/mappings/schemas.ts';
import { relink } from './avito-actions.ts';
import type { Away } from './shapes.ts';
import { useLeave } from './use-leave.ts';

/** By one of its links: the access is the account's, so all of them work again. Null where it has none. */
async function reconnect(connectionId: string): Promise<{ reconnected: true } | Away | null> {
  const path = `/api/integrations/avito/mappings?connection=${encodeURIComponent(connectionId)}`;
  const { items } = await call<{ items: MappedListing[] }>('GET', path);
  const link = items.find((one) => one.stage === 'active') ?? items[0];
  return link ? relink(link.id) : null;
}

/** Gives an account access again, from where its links are not at hand. */
export function useReconnectAccount(connectionId: string | null) {
  const t = useTranslations('avito');
  const router = useRouter();
  const { run, pending, problem } = useAction(reconnect);
  const { isLeaving, leaveFor } = useLeave();
  return {
    go: async () => {
      if (connectionId === null) return;
      const done = await run(connectionId);
      if (!done) return;
      if (done.value === null) router.push('/properties');
      else if ('authorizeUrl' in done.value) leaveFor(done.value.authorizeUrl);
      else toast(t('accountReconnected'));
    },
    isGoing: pending || isLeaving,
    problem,
  };
}
