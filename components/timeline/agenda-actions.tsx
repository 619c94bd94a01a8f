'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-names.ts';
import { toast } from '#components/ui/toast.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { type Intent, useDesk } from './desk.ts';
import type { TimelineUnit } from './rows.ts';
import { mayMove } from './target.ts';
import { useBarWords } from './use-bar-words.ts';
import { useReread } from './use-timeline-data.ts';

const cancel = (id: string) => call('POST', `/api/reservations/${id}/cancel`);
const ROW =
  'flex min-h-12 w-full items-center gap-3 border-line border-b text-left last:border-b-0 active:bg-hover';

/** What can be done with a bar, for thumbs. Cancelling cannot be taken back: that is asked first. */
export function AgendaActions({
  bar,
  unit,
  title,
  onOpen,
  onClose,
}: {
  bar: Bar;
  unit: TimelineUnit;
  title: string;
  onOpen: (bar: Bar, unit: TimelineUnit, intent?: Intent) => void;
  onClose: () => void;
}) {
  const t = useTranslations('moves');
  const words = useBarWords();
  const desk = useDesk();
  const reread = useReread();
  const [isAsked, setAsked] = useState(false);
  const { run, pending, problem } = useAction(cancel);
  const who = words.fullName(bar);
  const { reservationId } = bar;
  const mayCancel = bar.kind === 'stay' && reservationId !== null && desk.rights.book;
  const go = (intent?: Intent) => {
    onClose();
    onOpen(bar, unit, intent);
  };
  async function confirm() {
    if (!reservationId || !(await run(reservationId))) return;
    await reread();
    toast(t('agenda.cancelled', { who }));
    onClose();
  }

  if (isAsked)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t('agenda.cancelTitle', { who })}
        description={`${title}, ${words.stay(bar)}`}
        footer={
          <>
            <Button onClick={onClose}>{t('agenda.keep')}</Button>
            <Button kind="danger" pending={pending} onClick={() => void confirm()}>
              {t('agenda.cancel')}
            </Button>
          </>
        }
      >
        <ProblemNotice problem={problem} />
        <p className="text-sm">{t('agenda.cancelMeans')}</p>
      </Dialog>
    );
  return (
    <Dialog open onOpenChange={onClose} title={who} description={`${title}, ${words.stay(bar)}`}>
      <div className="-my-2 flex flex-col">
        <Row icon="panel-bottom-open" text={t('agenda.open')} onPress={() => go()} />
        {mayMove(bar, unit.id, desk.rights) ? (
          <Row
            icon="move-horizontal"
            text={bar.kind === 'block' ? t('agenda.changeBlock') : t('change')}
            onPress={() => go('change')}
          />
        ) : null}
        <Row icon="circle-question-mark" text={t('agenda.why')} onPress={() => go('why')} />
        {reservationId ? (
          <Link href={`/reservations/${reservationId}`} className={ROW}>
            <Icon name="arrow-right" className="size-4 text-ink-2" />
            {t('agenda.reservation')}
          </Link>
        ) : null}
        {mayCancel && bar.channel === 'direct' ? (
          <Row icon="x" text={t('agenda.cancel')} isBad onPress={() => setAsked(true)} />
        ) : mayCancel ? (
          <p className="py-3 text-ink-2 text-sm">
            {t('agenda.cancelThere', {
              channel: CHANNEL_NAMES[bar.channel ?? ''] ?? words.channel(bar.channel, bar),
            })}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function Row({
  icon,
  text,
  isBad,
  onPress,
}: {
  icon: IconName;
  text: string;
  isBad?: boolean;
  onPress: () => void;
}) {
  return (
    <button type="button" onClick={onPress} className={`${ROW}${isBad ? ' text-bad' : ''}`}>
      <Icon name={icon} className={`size-4 ${isBad ? '' : 'text-ink-2'}`} />
      {text}
    </button>
  );
}
