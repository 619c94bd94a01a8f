'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';

/** Says so when nothing answers, and reads the page again once something does. */
export function OfflineLine() {
  const t = useTranslations('frame');
  const router = useRouter();
  const [offline, setOffline] = useState(false);

  useEffect(() => {
    const off = () => setOffline(true);
    const on = () => {
      setOffline(false);
      router.refresh();
    };
    if (!navigator.onLine) off();
    window.addEventListener('offline', off);
    window.addEventListener('online', on);
    window.addEventListener('latchkey:offline', off);
    return () => {
      window.removeEventListener('offline', off);
      window.removeEventListener('online', on);
      window.removeEventListener('latchkey:offline', off);
    };
  }, [router]);

  useEffect(() => {
    if (!offline) return;
    const timer = setInterval(async () => {
      const answered = await fetch('/api/health', { cache: 'no-store' }).then(
        () => true,
        () => false,
      );
      if (!answered) return;
      setOffline(false);
      router.refresh();
    }, 4000);
    return () => clearInterval(timer);
  }, [offline, router]);

  if (!offline) return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-line border-b bg-warn-soft px-4 py-1.5 text-sm"
    >
      <Icon name="wifi-off" className="size-4 shrink-0 text-warn" />
      {t('offline')}
    </div>
  );
}
