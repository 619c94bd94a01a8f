'use client';

import { Share2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Shareable } from './share-form.tsx';

const ShareDialog = dynamic(() => import('./share-dialog.tsx').then((module) => module.ShareDialog));

/** Opens the links for whoever cleans. */
export function ShareButton({
  properties,
  mayShare,
}: {
  properties: readonly Shareable[];
  mayShare: boolean;
}) {
  const t = useTranslations('turnovers.share');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Share2 strokeWidth={1.75} />
        {t('open')}
      </Button>
      {open ? (
        <ShareDialog properties={properties} mayShare={mayShare} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
