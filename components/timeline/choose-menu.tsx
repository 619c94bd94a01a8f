'use client';

import { useTranslations } from 'next-intl';
import { Popover } from 'radix-ui';
import { useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Rights } from './desk.ts';
import { type Nights, shareNight } from './layout.ts';
import type { TimelineUnit } from './rows.ts';
import { useBarWords } from './use-bar-words.ts';

export type Choice = { readonly unit: TimelineUnit; readonly nights: Nights; readonly at: DOMRect };

/** What to do with the nights that were chosen, beside them; whoever has some of them is named before anything is typed. */
export function ChooseMenu({
  choice,
  title,
  rights,
  onBook,
  onBlock,
  onClose,
}: {
  choice: Choice;
  title: string;
  rights: Rights;
  onBook: () => void;
  onBlock: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const anchor = useRef({ getBoundingClientRect: () => choice.at });
  anchor.current.getBoundingClientRect = () => choice.at;
  const inTheWay = choice.unit.bars.filter((bar) => shareNight(bar, choice.nights));
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('choose')}
          className="z-40 w-80 max-w-[calc(100vw-1rem)] animate-rise rounded-lg border border-line bg-overlay p-3 shadow-overlay"
        >
          <p className="truncate text-ink-2 text-sm" title={title}>
            {title}
          </p>
          <p className="tnum font-semibold">
            {words.stay(choice.nights)}, {words.nights(choice.nights)}
          </p>
          {inTheWay.length > 0 ? (
            <ul className="mt-2 border-line border-t pt-2 text-sm">
              {inTheWay.slice(0, 3).map((bar) => (
                <li key={`${bar.kind}${bar.id}${bar.checkIn}`} className="text-ink-2">
                  <span className="font-medium text-ink">{words.fullName(bar)}</span> {words.stay(bar)}
                </li>
              ))}
              {inTheWay.length > 3 ? (
                <li className="text-ink-2">{t('andMore', { count: inTheWay.length - 3 })}</li>
              ) : null}
            </ul>
          ) : null}
          <div className="mt-3 flex flex-wrap gap-2">
            {rights.book ? (
              <Button kind="primary" onClick={onBook}>
                <Icon name="calendar-plus" />
                {t('newBooking')}
              </Button>
            ) : null}
            {rights.block ? (
              <Button onClick={onBlock}>
                <Icon name="lock" />
                {t('block')}
              </Button>
            ) : null}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
