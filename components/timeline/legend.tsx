'use client';

import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { BLOCK_KINDS, type BlockKind, blockSign, kindOf } from './block-kinds.ts';
import { StandingSigns } from './opened-later.ts';
import type { Row, UnitRow } from './rows.ts';
import type { Shown } from './shown.ts';
import { useBarWords } from './use-bar-words.ts';

const SIGNS: Record<Exclude<Bar['kind'], 'stay' | 'block'> | 'tentative', string> = {
  closure: 'hatched border border-line-strong bg-panel',
  preparation: 'dotted border border-line-strong border-dashed',
  tentative: 'border border-ink-3 border-dashed',
};

function BlockSign({ kind }: { kind: BlockKind }) {
  return (
    <span aria-hidden className="hatched block-sign">
      <span className="grid place-items-center rounded-sm bg-panel/90">
        <Icon name={blockSign(kind)} strokeWidth={2} className="size-2.5" />
      </span>
    </span>
  );
}

type Seen = {
  readonly channels: readonly string[];
  readonly kinds: ReadonlySet<BlockKind>;
  readonly signs: ReadonlySet<string>;
};

/** What stands on the rows. */
function seenOn(rows: readonly Row[]): Seen {
  const seen = rows.flatMap((row) => (row.kind === 'unit' ? [seenIn(row)] : []));
  return {
    channels: [...new Set(seen.flatMap((one) => one.channels))].sort(),
    kinds: new Set(seen.flatMap((one) => [...one.kinds])),
    signs: new Set(seen.flatMap((one) => [...one.signs])),
  };
}

/** A row is looked through once for as long as it stays the same. */
const seenBefore = new WeakMap<UnitRow, Seen>();

function seenIn(row: UnitRow): Seen {
  const before = seenBefore.get(row);
  if (before) return before;
  const channels = new Set<string>();
  const kinds = new Set<BlockKind>();
  const signs = new Set<string>();
  for (const { bar } of row.layout.bars) {
    if (bar.kind === 'stay') channels.add(bar.channel ?? 'ical');
    else if (bar.kind === 'block') kinds.add(kindOf(bar));
    else signs.add(bar.kind);
    if (bar.tentative) signs.add('tentative');
  }
  const seen = { channels: [...channels], kinds, signs };
  seenBefore.set(row, seen);
  return seen;
}

/** What the signs on the rows mean, and no others. */
export const Legend = memo(function Legend({ rows, show }: { rows: readonly Row[]; show: Shown | null }) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const { channels, kinds, signs: seen } = useMemo(() => seenOn(rows), [rows]);
  const signs = (['closure', 'preparation', 'tentative'] as const).filter((sign) => seen.has(sign));
  if (channels.length + kinds.size + seen.size === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 px-1 text-ink-2 text-xs">
      {channels.map((channel) => (
        <li key={channel} data-channel={channel} className="flex items-center gap-1.5">
          <span className="h-3 w-1 rounded-[1px] edged" />
          <ChannelMark channel={channel} className="-ml-0.5 size-3.5" />
          {words.channel(channel)}
        </li>
      ))}
      {BLOCK_KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <BlockSign kind={kind} />
          {t(`blockKinds.${kind}`)}
        </li>
      ))}
      {signs.map((sign) => (
        <li key={sign} className="flex items-center gap-1.5">
          <span aria-hidden className={`h-3 w-5 rounded-sm ${SIGNS[sign]}`} />
          {t(`legend.${sign}`)}
        </li>
      ))}
      {rows.some((row) => row.kind === 'group') ? (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="tnum rounded-sm bg-sunken px-1 font-medium">
            2
          </span>
          {t('legend.free')}
        </li>
      ) : null}
      {show === 'channels' ? <StandingSigns /> : null}
    </ul>
  );
});
