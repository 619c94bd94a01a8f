'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { parsePercent, sayPercent } from '#components/rates/model.ts';
import { Input } from '#components/ui/input.tsx';
import type { Listing } from '#lib/domain/mappings/schemas.ts';

const LEAST_BP = -5000;
const MOST_BP = 10_000;

/** What is added to the prices of one listing; left empty, what the whole account adds. */
export function MarkupField({
  listing,
  markupBp,
  accountMarkupBp,
  mayMap,
  onChange,
}: {
  listing: Listing;
  /** Null: the account's. */
  markupBp: number | null;
  accountMarkupBp: number;
  mayMap: boolean;
  onChange: (markupBp: number | null) => void;
}) {
  const t = useTranslations('mapping.markup');
  const locale = useLocale();
  const note = useId();
  // What is being typed; otherwise what is chosen, which may come from elsewhere.
  const [typed, setTyped] = useState<string | null>(null);
  const say = (bp: number) => sayPercent(locale, bp);
  if (!mayMap)
    return markupBp === null ? null : (
      <p className="text-ink-2 text-sm">{t('own', { value: say(markupBp) })}</p>
    );
  const shown = typed ?? (markupBp === null ? '' : say(markupBp));
  const isBad = typed !== null && readOf(typed) === undefined;

  function type(text: string) {
    setTyped(text);
    const read = readOf(text);
    if (read !== undefined) onChange(read);
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span aria-hidden className="shrink-0 text-ink-2 text-sm">
          {t('label')}
        </span>
        <span className="relative w-24">
          <Input
            aria-label={t('of', { name: listing.name })}
            aria-invalid={isBad ? true : undefined}
            aria-describedby={note}
            inputMode="decimal"
            autoComplete="off"
            value={shown}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped((now) => (now !== null && readOf(now) === undefined ? now : null))}
            className="tnum pr-7"
          />
          <span aria-hidden className="pointer-events-none absolute top-1.5 right-2.5 text-ink-2 text-sm">
            %
          </span>
        </span>
        <span id={note} role={isBad ? 'alert' : undefined} className="text-sm">
          {isBad ? (
            <span className="text-bad">{t('bad')}</span>
          ) : shown.trim() === '' ? (
            <span className="text-ink-2">{t('account', { value: say(accountMarkupBp) })}</span>
          ) : null}
        </span>
      </div>
    </div>
  );
}

/** Null: nothing of its own. Undefined: no percent that could be meant. */
function readOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const bp = parsePercent(text);
  return bp !== null && bp >= LEAST_BP && bp <= MOST_BP ? bp : undefined;
}
