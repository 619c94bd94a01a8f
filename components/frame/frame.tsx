'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { Mark } from './mark.tsx';
import type { Place } from './nav.ts';
import { openPalette } from './palette-event.ts';
import type { Person } from './person.ts';
import { remember, type Theme } from './preferences.ts';
import { RailFoot } from './rail-foot.tsx';
import { RailLinks } from './rail-links.tsx';

/** The left rail (icons when folded, a sheet on phones) and the page beside it. */
export function Frame({
  person,
  theme,
  folded: stored,
  hidden,
  inboxCount,
  line,
  children,
}: {
  person: Person;
  theme: Theme;
  folded: boolean;
  /** Places that the person’s role does not open. */
  hidden: readonly Place[];
  inboxCount: number;
  line: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('frame');
  const [folded, setFolded] = useState(stored);
  const [open, setOpen] = useState(false);

  function fold() {
    remember('rail', folded ? 'open' : 'folded');
    setFolded(!folded);
  }

  return (
    <div className="under-scrim flex min-h-dvh flex-col md:flex-row">
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-overlay px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <aside
        className={cn(
          'sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-r bg-sunken md:flex',
          folded ? 'w-14' : 'w-[232px]',
        )}
      >
        <div className={cn('flex h-14 items-center gap-2.5 px-4', folded && 'justify-center px-0')}>
          <Mark className="size-6 shrink-0" />
          {folded ? null : <span className="flex-1 font-semibold text-lg tracking-tight">Latchkey</span>}
          {folded ? null : (
            <Button kind="quiet" size="iconSm" onClick={fold} aria-label={t('fold')} title={t('fold')}>
              <Icon name="panel-left-close" />
            </Button>
          )}
        </div>
        <nav aria-label={t('navigation')} className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-2">
          <SearchButton folded={folded} />
          <RailLinks hidden={hidden} inboxCount={inboxCount} folded={folded} />
        </nav>
        {folded ? (
          <Button
            kind="quiet"
            size="icon"
            onClick={fold}
            aria-label={t('unfold')}
            title={t('unfold')}
            className="mx-auto mb-1"
          >
            <Icon name="panel-left-open" />
          </Button>
        ) : null}
        <RailFoot person={person} theme={theme} folded={folded} />
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-canvas px-2 md:hidden">
        <Button kind="quiet" size="icon" onClick={() => setOpen(true)} aria-label={t('navigation')}>
          <Icon name="menu" />
        </Button>
        <Link href="/" className="flex flex-1 items-center gap-2 font-semibold text-lg tracking-tight">
          <Mark className="size-5" />
          Latchkey
        </Link>
        <Button kind="quiet" size="icon" onClick={openPalette} aria-label={t('search')}>
          <Icon name="search" />
        </Button>
      </header>
      <Sheet open={open} onOpenChange={setOpen} title={t('navigation')}>
        <div className="flex h-14 items-center gap-2.5 px-4">
          <Mark className="size-6" />
          <span className="font-semibold text-lg tracking-tight">Latchkey</span>
        </div>
        <nav aria-label={t('navigation')} className="min-h-0 flex-1 overflow-y-auto px-2">
          <RailLinks hidden={hidden} inboxCount={inboxCount} onFollow={() => setOpen(false)} />
        </nav>
        <RailFoot person={person} theme={theme} />
      </Sheet>
      <div className="flex min-w-0 flex-1 flex-col md:min-h-dvh">
        {line}
        <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}

function SearchButton({ folded }: { folded: boolean }) {
  const t = useTranslations('frame');
  return (
    <button
      type="button"
      onClick={openPalette}
      title={folded ? t('search') : undefined}
      className={cn(
        'flex h-8 shrink-0 items-center gap-2.5 rounded-md border border-line-strong bg-panel px-2 text-ink-2 transition-colors hover:border-ink-3 hover:text-ink',
        folded && 'justify-center px-0',
      )}
    >
      <Icon name="search" className="size-4 shrink-0" />
      <span className={cn('flex-1 truncate text-left', folded && 'sr-only')}>{t('search')}</span>
      {folded ? null : (
        <kbd className="rounded-sm border border-line px-1 font-sans text-ink-3 text-xs">⌘K</kbd>
      )}
    </button>
  );
}
