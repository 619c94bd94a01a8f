'use client';

import { useTranslations } from 'next-intl';
import { Icon } from '#components/ui/icon.tsx';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';
import { type Place, PlaceButton } from './place-button.tsx';

/** To the channel's calendar link: the dialog stands open on the property's page. */
export function LinkInstead({
  provider,
  places,
  mayAdd,
}: {
  provider: ProviderName;
  places: readonly Place[];
  /** Whether this person may follow a calendar; else nothing is offered. */
  mayAdd: boolean;
}) {
  const t = useTranslations('connections.link');
  if (!mayAdd) return null;
  return (
    <PlaceButton places={places} pathOf={({ id }) => `/properties/${id}?open=import&channel=${provider}`}>
      <Icon name="calendar-plus" />
      {t('action')}
    </PlaceButton>
  );
}
