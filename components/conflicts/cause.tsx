'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '#components/frame/page.tsx';
import { Moment } from '#components/records/moment.tsx';
import type { Side } from '#lib/domain/conflicts/schemas.ts';
import type { ConflictCause, ConflictGuide } from '#lib/domain/guide/schemas.ts';
import { useSideChannel, useSideName } from './use-side-name.ts';

/** Which channel let it happen and why, in one paragraph with its times. */
export function CauseSection({ guide }: { guide: ConflictGuide }) {
  const t = useTranslations('clash.cause');
  return (
    <Section title={t('title')}>
      <div className="max-w-3xl">
        {guide.cause ? (
          <CauseWords cause={guide.cause} sides={guide.conflict.sides} />
        ) : (
          <p className="text-ink-2">{t('unknown')}</p>
        )}
      </div>
    </Section>
  );
}

function CauseWords({ cause, sides }: { cause: ConflictCause; sides: readonly Side[] }) {
  const t = useTranslations('clash.cause');
  const nameOf = useSideName();
  const channelOf = useSideChannel();
  const first = sides.find((side) => side.id === cause.firstId);
  const second = sides.find((side) => side.id === cause.secondId);
  const moment = (at: string | null) => () => (at ? <Moment at={at} look="seconds" className="tnum" /> : '');
  const values = {
    first: first ? nameOf(first, 'sentence') : '',
    second:
      second?.kind === 'stay'
        ? nameOf(second, 'sentence')
        : t(cause.code === 'no_reader' ? 'nights' : 'soldOr'),
    channel: second ? channelOf(second) : '',
    known: moment(cause.firstKnownAt),
    sold: moment(cause.secondSoldAt),
    told: moment(cause.toldAt),
    read: moment(cause.readBefore),
    readAfter: moment(cause.readAfter),
  };
  const isLateReading = cause.code === 'read_late';
  const code = isLateReading && cause.readBefore === null ? 'read_late_unread' : cause.code;
  return (
    <>
      <p>
        {t.rich(code, values)}
        {isLateReading && cause.readAfter ? <> {t.rich('readAgain', values)}</> : null}
      </p>
      {cause.isSaleKnown || cause.code === 'by_hand' ? null : (
        <p className="mt-1 text-ink-2 text-sm">{t('seenOnly', { channel: values.channel })}</p>
      )}
      {cause.deliveryId ? (
        <p className="mt-1">
          <Link
            href={`/channels/deliveries/${cause.deliveryId}`}
            className="text-accent-text text-sm underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {t('call')}
          </Link>
        </p>
      ) : null}
    </>
  );
}
