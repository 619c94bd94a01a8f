'use client';

import { useTranslations } from 'next-intl';
import { useAction } from '#components/api/use-action.ts';
import { toast } from '#components/ui/toast.ts';
import { begin, relink } from './avito-actions.ts';
import type { Place } from './shapes.ts';
import { useLeave } from './use-leave.ts';

async function authorize(place: Place, mappingId: string | null) {
  return mappingId ? relink(mappingId) : begin(place.unitId);
}

/**
 * To Avito's consent page and back.
 * @param mappingId of the link that is to work again; null begins to look for a listing
 * @param onDone where no consent was needed
 */
export function useAuthorize(place: Place, mappingId: string | null, onDone: () => void) {
  const t = useTranslations('avito');
  const { run, pending, problem } = useAction(authorize);
  const { isLeaving, leaveFor } = useLeave();
  return {
    go: async () => {
      const done = await run(place, mappingId);
      if (!done) return;
      if ('authorizeUrl' in done.value) leaveFor(done.value.authorizeUrl);
      else {
        toast(t('reconnected', { unit: place.unitName }));
        onDone();
      }
    },
    isGoing: pending || isLeaving,
    problem,
  };
}
