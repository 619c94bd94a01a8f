'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
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
        <Icon name="share-2" />
        {t('open')}
      </Button>
      {open ? (
        <ShareDialog properties={properties} mayShare={mayShare} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
