'use client';

import { Command } from 'cmdk';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Button } from '#components/ui/button.tsx';

export type Place = { readonly id: string; readonly name: string };

/** To something that is done on a property's page, in two clicks at most: of which property, and there one is. */
export function PlaceButton({
  places,
  pathOf,
  children,
  ...look
}: {
  places: readonly Place[];
  pathOf: (place: Place) => string;
} & Pick<ComponentProps<typeof Button>, 'kind' | 'size' | 'className' | 'children'>) {
  const t = useTranslations('connections.link');
  const router = useRouter();
  const [first, second] = places;
  if (!second) {
    return (
      <Button asChild {...look}>
        <Link href={first ? pathOf(first) : '/properties/new'}>{children}</Link>
      </Button>
    );
  }
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button {...look}>{children}</Button>
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
