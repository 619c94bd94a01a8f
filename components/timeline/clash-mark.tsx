'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Icon } from '#components/ui/icon.tsx';
import { BAR, type Clash, LANE, laneTop, place } from './layout.ts';
import type { Span } from './position.ts';

/** Joins the two claims on a night: a wash over the nights they share, a joint, and the way to settle it. */
export function ClashMark({
  clash,
  span,
  mayResolve,
  isNarrow,
}: {
  clash: Clash;
  span: Span;
  mayResolve: boolean;
  /** Days of a few pixels: the sign alone, its word in the title. */
  isNarrow: boolean;
}) {
  const t = useTranslations('timeline');
  const top = laneTop(clash.top);
  const height = LANE * (clash.bottom - clash.top);
  const under = place(clash.under, span);
  const end = under ? under.left + under.width : clash.left + clash.width;
  return (
    <>
      <span
        aria-hidden
        style={{ left: `${clash.left * 100}%`, width: `${clash.width * 100}%`, top, height: height + BAR }}
        className="absolute z-[1] bg-bad-soft"
      />
      <span
        aria-hidden
        style={{ left: `${clash.left * 100}%`, top: top + BAR, height: height - BAR }}
        className="absolute z-[3] ml-3 w-1 bg-bad-strong"
      />
      <Link
        href={`/conflicts?unit=${clash.under.unitId ?? ''}`}
        tabIndex={-1}
        onPointerDown={(event) => event.stopPropagation()}
        title={t('clashMeans')}
        style={{ top: laneTop(clash.bottom) + 2, left: `calc(${end * 100}% + 6px)` }}
        className="settle"
      >
        <Icon name="hand" strokeWidth={2} className="size-3" />
        <span className={isNarrow ? 'sr-only' : undefined}>{mayResolve ? t('resolve') : t('clash')}</span>
      </Link>
    </>
  );
}
