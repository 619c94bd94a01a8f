'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { ReservationPanel } from '#components/reservations/reservation-panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { whyOf } from './hover-card.tsx';
import { useBarWords } from './use-bar-words.ts';

type Rights = { write: boolean; resolve: boolean };

/** What was clicked, beside the timeline: on phones a sheet from below. */
export function SidePanel({
  bar,
  unitName,
  units,
  at,
  rights,
  onClose,
}: {
  bar: Bar;
  unitName: string;
  units: readonly { id: string; name: string }[];
  at: string;
  rights: Rights;
  onClose: () => void;
}) {
  const t = useTranslations('calendar');
  const common = useTranslations('common');
  const locale = useLocale();
  const words = useBarWords();
  return (
    <aside
      aria-label={words.label(bar)}
      className="fixed inset-x-0 bottom-0 z-30 flex max-h-[80dvh] animate-slide-up flex-col rounded-t-lg border border-line bg-panel shadow-overlay sm:static sm:max-h-none sm:w-[380px] sm:shrink-0 sm:animate-slide-right sm:rounded-none sm:border-0 sm:border-l sm:shadow-none"
    >
      <header className="flex items-start gap-2 border-line border-b py-3 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <p className="text-ink-2 text-sm">{t(`kind.${bar.kind}`)}</p>
          <h2 className="break-words font-semibold text-lg">
            {bar.kind === 'stay' && bar.label ? bar.label : words.name(bar)}
          </h2>
        </div>
        <Button kind="quiet" size="icon" onClick={onClose} aria-label={common('close')}>
          <X strokeWidth={1.75} />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        <p className="tnum font-medium">
          {sayStay(locale, bar.checkIn, bar.checkOut)}
          <span className="font-normal text-ink-2">
            {' '}
            · {common('nights', { count: nightsIn(bar.checkIn, bar.checkOut) })}
          </span>
        </p>
        <p className="text-ink-2">{unitName}</p>
        <p className="mt-2 text-ink-2 text-sm">
          {t(`why.${whyOf(bar)}`, { source: bar.source?.name ?? '' })}
        </p>
        {bar.inConflict ? (
          <Notice
            kind="bad"
            title={t('inConflict')}
            className="mt-3"
            action={
              <Button asChild size="sm">
                <Link href={`/inbox?claim=${bar.id}`}>{t('resolve')}</Link>
              </Button>
            }
          >
            {t('inConflictMeans')}
          </Notice>
        ) : null}
        <Inner bar={bar} units={units} at={at} rights={rights} onClose={onClose} />
      </div>
    </aside>
  );
}

function Inner({
  bar,
  units,
  at,
  rights,
  onClose,
}: {
  bar: Bar;
  units: readonly { id: string; name: string }[];
  at: string;
  rights: Rights;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations('calendar');
  if (bar.kind === 'stay' && bar.reservationId) {
    return <ReservationPanel id={bar.reservationId} units={units} now={at} mayWrite={rights.write} />;
  }
  if (bar.kind === 'block' && rights.write) return <OpenNights id={bar.id} onDone={onClose} />;
  if (bar.kind === 'closure' && bar.source) {
    return (
      <p className="mt-4 flex items-center gap-2 text-sm">
        <span aria-hidden style={{ backgroundColor: bar.source.color }} className="size-3 rounded-sm" />
        {bar.label ? <span className="min-w-0 truncate">{bar.label}</span> : null}
        <Link
          href={`/channels/history?calendar=${bar.source.calendarId}`}
          className="ml-auto text-accent-text underline underline-offset-4"
        >
          {t('sourceHistory')}
        </Link>
      </p>
    );
  }
  return null;
}

const open = (id: string) => call('DELETE', `/api/blocks?id=${encodeURIComponent(id)}`);

function OpenNights({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations('calendar');
  const { run, pending, problem } = useAction(open);
  const [sure, setSure] = useState(false);
  return (
    <div className="mt-4 flex flex-col gap-3">
      <ProblemNotice problem={problem} />
      {sure ? (
        <Notice
          kind="warn"
          title={t('openSure')}
          action={
            <Button
              size="sm"
              kind="danger"
              pending={pending}
              onClick={async () => {
                if (await run(id)) onDone();
              }}
            >
              {t('openNights')}
            </Button>
          }
        >
          {t('openMeans')}
        </Notice>
      ) : (
        <Button className="self-start" onClick={() => setSure(true)}>
          {t('openNights')}
        </Button>
      )}
    </div>
  );
}
