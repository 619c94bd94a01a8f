'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Unit } from '#lib/domain/properties/schemas.ts';

const UnitDialog = dynamic(() => import('./unit-dialog.tsx').then((module) => module.UnitDialog));

export function EditUnit({
  propertyId,
  unit,
  siblings,
}: {
  propertyId: string;
  unit: Unit;
  siblings: readonly Unit[];
}) {
  const t = useTranslations('units');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon name="pencil" />
        {t('edit')}
      </Button>
      {open ? (
        <UnitDialog propertyId={propertyId} unit={unit} siblings={siblings} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
