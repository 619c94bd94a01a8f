'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { sayNight } from '#components/format/words.ts';
import { showNight } from '#components/live/show-night.ts';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { returnFocus } from '#components/ui/return-focus.ts';
import { Scrim } from '#components/ui/scrim.tsx';
import { useSoftClose } from '#components/ui/use-soft-close.ts';
import { dateAsked } from './date-asked.ts';
import { PLACES, type Place } from './nav.ts';
import type { PaletteRights } from './palette-rights.ts';
import { applyTheme } from './preferences.ts';
import { useGuests } from './use-guests.ts';
import { usePaletteUnits } from './use-palette-units.ts';

/** ⌘K: go anywhere, do the few things that start from anywhere. @param typed what was typed until this was here */
export function PaletteDialog({
  hidden,
  may,
  open,
  setOpen,
  typed,
}: {
  hidden: readonly Place[];
  may: PaletteRights;
  open: boolean;
  setOpen: (open: boolean) => void;
  typed: string;
}) {
  const t = useTranslations('palette');
  const nav = useTranslations('nav');
  const frame = useTranslations('frame');
  const router = useRouter();
  const [asked, setAsked] = useState(typed);
  const guests = useGuests(open ? asked : '');
  const units = usePaletteUnits(open, asked);
  const locale = useLocale();
  const [isGoing, change] = useSoftClose(setOpen);
  const [today] = useState(() => new Intl.DateTimeFormat('en-CA').format(Date.now()));
  const night = dateAsked(asked, today, locale);

  function go(href: string) {
    setOpen(false);
    router.push(href);
  }

  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Scrim className={cn('z-50', isGoing && 'opacity-0!')} />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={cn(
            'fixed inset-x-3 top-[10dvh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-lg border border-line bg-overlay shadow-overlay',
            isGoing && 'opacity-0!',
          )}
        >
          <Dialog.Title className="sr-only">{frame('search')}</Dialog.Title>
          <Command label={frame('search')} loop filter={contains}>
            <Command.Input
              placeholder={t('placeholder')}
              value={asked}
              onValueChange={setAsked}
              className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-ink-2">{t('nothing')}</Command.Empty>
              {night ? (
                <Group heading={t('do')}>
                  <Row
                    value={asked}
                    onSelect={() => {
                      if (showNight(night)) setOpen(false);
                      else go(`/calendar?from=${night}`);
                    }}
                    icon={<Icon name="calendar-search" />}
                  >
                    {t('goToDate', { night: sayNight(locale, night, 'full') })}
                  </Row>
                </Group>
              ) : null}
              <Group heading={t('go')}>
                {PLACES.filter(({ key }) => !hidden.includes(key)).map(({ key, href, icon }) => (
                  <Row key={key} onSelect={() => go(href)} icon={<Icon name={icon} />}>
                    {nav(key)}
                  </Row>
                ))}
              </Group>
              <Group heading={t('do')}>
                {may.book ? (
                  <Row onSelect={() => go('/reservations/new')} icon={<Icon name="calendar-plus" />}>
                    {t('booking')}
                  </Row>
                ) : null}
                {may.block ? (
                  <Row onSelect={() => go('/blocks/new')} icon={<Icon name="calendar-plus" />}>
                    {t('block')}
                  </Row>
                ) : null}
                {may.configure ? (
                  <Row onSelect={() => go('/properties/new')} icon={<Icon name="plus" />}>
                    {t('property')}
                  </Row>
                ) : null}
                <Row
                  onSelect={() => {
                    applyTheme('light');
                    setOpen(false);
                  }}
                  icon={<Icon name="sun" />}
                >
                  {t('light')}
                </Row>
                <Row
                  onSelect={() => {
                    applyTheme('dark');
                    setOpen(false);
                  }}
                  icon={<Icon name="moon" />}
                >
                  {t('dark')}
                </Row>
              </Group>
              {guests.length > 0 ? (
                <Group heading={nav('reservations')}>
                  {guests.map((guest) => (
                    <Row
                      key={guest.id}
                      value={`${asked} ${guest.id}`}
                      onSelect={() => go(`/reservations/${guest.id}`)}
                      icon={<Icon name="notebook-text" />}
                    >
                      {guest.name} <span className="text-ink-3">{guest.nights}</span>
                    </Row>
                  ))}
                </Group>
              ) : null}
              {units.length > 0 ? (
                <Group heading={nav('properties')}>
                  {units.map((unit) => (
                    <Row
                      key={unit.href}
                      value={`${unit.name} ${unit.property ?? ''} ${unit.href}`}
                      onSelect={() => go(unit.href)}
                      icon={unit.property ? <Icon name="bed-double" /> : <Icon name="warehouse" />}
                    >
                      {unit.name}
                      {unit.property ? <span className="text-ink-3"> {unit.property}</span> : null}
                    </Row>
                  ))}
                </Group>
              ) : null}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="mb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

function Row({
  icon,
  children,
  onSelect,
  value,
}: {
  icon: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  value?: string;
}) {
  return (
    <Command.Item
      onSelect={onSelect}
      {...(value ? { value } : {})}
      className="flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-2"
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </Command.Item>
  );
}

/** Plainly contained: a guess by scattered letters finds things nobody named. */
function contains(value: string, search: string): number {
  return value.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase()) ? 1 : 0;
}
