'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

/** Leaves the page of a form for where one came from. @param to where it belongs: who opened it in a tab of its own came from nowhere */
export function CancelButton({ to }: { to: string }) {
  const t = useTranslations('common');
  const router = useRouter();
  return <Button onClick={() => (cameFromHere() ? router.back() : router.push(to))}>{t('cancel')}</Button>;
}

function cameFromHere(): boolean {
  // Older browsers cannot tell our own pages from others in the history.
  return 'navigation' in window ? window.navigation.canGoBack : history.length > 1;
}
