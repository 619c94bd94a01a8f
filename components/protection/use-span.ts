import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { spanOf } from './span.ts';

/** "12 minutes", in the case that "within the last …" asks for. */
export function useSpan(): (ms: number) => string {
  const t = useTranslations('protection.span');
  return useCallback(
    (ms) => {
      const { unit, count } = spanOf(ms);
      return t(unit, { count });
    },
    [t],
  );
}
