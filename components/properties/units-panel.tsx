'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import type { Property } from '#lib/domain/properties/schemas.ts';

const UnitDialog = dynamic(() => import('./unit-dialog.tsx').then((module) => module.UnitDialog));

/** The units of a property. With one the word is hidden: only its preparation stands here, and the way to a second. */
export function UnitsPanel({
  property,
  lights,
  mayWrite,
}: {
  property: Property;
  /** How well each unit is protected, by its id; not of an only one. */
  lights: Readonly<Record<string, ReactNode>>;
  mayWrite: boolean;
}) {
  const t = useTranslations('units');
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null);
  const only = property.units.length === 1 ? property.units[0] : undefined;
  const add = mayWrite ? (
    <Button onClick={() => setDialog('new')}>
      <Icon name="plus" />
      {t('add')}
    </Button>
  ) : null;
  return (
    <Section title={only ? t('onlyTitle') : t('title')} lead={only ? t('onlyLead') : t('lead')} action={add}>
      {only ? (
        <p className="flex flex-wrap items-center gap-3">
          {t('preparation', { count: only.preparationNights })}
          {mayWrite ? (
            <Button kind="link" size="inline" onClick={() => setDialog('edit')}>
              {t('change')}
            </Button>
          ) : null}
        </p>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>{t('name')}</Th>
              <Th>{t('protection')}</Th>
              <Th>{t('preparationShort')}</Th>
            </tr>
          </thead>
          <tbody>
            {property.units.map((unit) => (
              <Tr key={unit.id}>
                <Td>
                  <Link href={`/units/${unit.id}`} className="font-medium hover:underline">
                    {unit.name}
                  </Link>
                  {unit.parts.length > 0 ? (
                    <span className="ml-2 text-ink-2 text-sm">
                      {t('parts', { count: unit.parts.length })}
                    </span>
                  ) : null}
                </Td>
                <Td>{lights[unit.id]}</Td>
                <Td className="text-ink-2">{t('preparationNights', { count: unit.preparationNights })}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {dialog === 'new' ? (
        <UnitDialog propertyId={property.id} siblings={property.units} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'edit' && only ? (
        <UnitDialog propertyId={property.id} unit={only} siblings={[]} onClose={() => setDialog(null)} />
      ) : null}
    </Section>
  );
}
