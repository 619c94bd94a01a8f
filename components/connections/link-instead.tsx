'use client';

import { Command } from 'cmdk';
import { CalendarPlus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { Button } from '#components/ui/button.tsx';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';

export type Place = { readonly id: string; readonly name: string };

/** To the channel's calendar link in two clicks at most: of which property, and the dialog stands open there. */
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
  const router = useRouter();
  if (!mayAdd) return null;
  const [first, second] = places;
  const pathOf = (place: Place) => `/properties/${place.id}?open=import&channel=${provider}`;
  if (!second) {
    return (
      <Button asChild>
        <Link href={first ? pathOf(first) : '/properties/new'}>
          <CalendarPlus strokeWidth={1.75} />
          {t('action')}
        </Link>
      </Button>
    );
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button>
          <CalendarPlus strokeWidth={1.75} />
          {t('action')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={t('which')}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-72 max-w-[calc(100vw-1rem)] animate-rise overflow-hidden rounded-lg border border-line bg-overlay shadow-overlay"
        >
          <Command label={t('which')}>
            <Command.Input
              placeholder={t('which')}
              className="h-9 w-full border-line border-b bg-transparent px-3 text-base outline-none"
            />
            <Command.List className="max-h-64 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-1.5 text-ink-2">{t('none')}</Command.Empty>
              {places.map((place) => (
                <Command.Item
                  key={place.id}
                  value={`${place.name} ${place.id}`}
                  onSelect={() => router.push(pathOf(place))}
                  className="flex min-h-8 items-center rounded-md px-2 py-1 data-[selected=true]:bg-hover"
                >
                  <span className="min-w-0 break-words">{place.name}</span>
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
