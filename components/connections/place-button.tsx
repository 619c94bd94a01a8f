'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ComponentProps, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';

const PickList = dynamic(() => import('#components/ui/pick-list.tsx').then((module) => module.PickList));

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
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const [first, second] = places;
  if (!second) {
    return (
      <Button asChild {...look}>
        <Link href={first ? pathOf(first) : '/properties/new'}>{children}</Link>
      </Button>
    );
  }
  return (
    <>
      <Button
        {...look}
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </Button>
      {open ? (
        <PickList
          anchor={button}
          label={t('which')}
          emptyLabel={t('none')}
          options={places.map(({ id, name }) => ({ value: id, label: name }))}
          className="w-72 max-w-[calc(100vw-1rem)]"
          onChoose={(id) => {
            const place = places.find((one) => one.id === id);
            if (place) router.push(pathOf(place));
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
