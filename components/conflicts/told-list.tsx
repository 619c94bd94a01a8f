'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { Moment } from '#components/records/moment.tsx';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import type { ToldLine } from '#lib/domain/guide/schemas.ts';

const LOOK: Record<NonNullable<ToldLine['outcome']>, StateKind> = {
  accepted: 'good',
  partial: 'differs',
  refused: 'bad',
  failed: 'bad',
  unclear: 'differs',
  open: 'waiting',
};

export function useToldWords(): (line: ToldLine) => string {
  const t = useTranslations('clash.told');
  return (line) => {
    if (line.kind === 'reading') return t('reading', { name: line.name });
    const about = {
      channel: CHANNEL_NAMES[line.provider ?? ''] ?? line.name,
      listing: line.listing ?? line.name,
    };
    return line.units === null ? t('deliveryPlain', about) : t('delivery', { ...about, units: line.units });
  };
}

/** So many stand open; the rest is a press away. */
const SHOWN = 8;

/** Calls to channels and readings of our calendar, each with its time and its answer. */
export function ToldList({ lines }: { lines: readonly ToldLine[] }) {
  const t = useTranslations('clash.told');
  if (lines.length === 0) return <p className="text-ink-2">{t('none')}</p>;
  const rest = lines.slice(SHOWN);
  return (
    <div className="rounded-lg border border-line bg-panel">
      <Lines lines={lines.slice(0, SHOWN)} />
      {rest.length > 0 ? (
        <details className="border-line border-t">
          <summary className="cursor-pointer px-4 py-2.5 text-accent-text text-sm">
            {t('earlier', { count: rest.length })}
          </summary>
          <Lines lines={rest} />
        </details>
      ) : null}
    </div>
  );
}

function Lines({ lines }: { lines: readonly ToldLine[] }) {
  const t = useTranslations('clash.told');
  const words = useToldWords();
  return (
    <ol>
      {lines.map((line) => (
        <li
          key={`${line.kind}${line.at}${line.name}${line.deliveryId ?? ''}`}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2.5 last:border-b-0"
        >
          <Moment at={line.at} look="seconds" className="tnum w-44 shrink-0 text-ink-2 text-sm" />
          <span className="flex min-w-0 flex-[1_1_16rem] items-center gap-2">
            <ChannelMark channel={line.provider ?? 'ical'} />
            <span className="min-w-0 break-words">
              {line.deliveryId ? (
                <Link href={`/channels/deliveries/${line.deliveryId}`} className="hover:underline">
                  {words(line)}
                </Link>
              ) : (
                words(line)
              )}
            </span>
          </span>
          {line.outcome ? <State kind={LOOK[line.outcome]}>{t(`outcome.${line.outcome}`)}</State> : null}
        </li>
      ))}
    </ol>
  );
}
