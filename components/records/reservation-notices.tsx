import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';
import { useChannelName } from './channel-label.tsx';

/** What a person should know before they touch it. */
export function ReservationNotices({
  reservation,
  isOurs,
  mayWrite,
  now,
}: {
  reservation: Reservation;
  isOurs: boolean;
  mayWrite: boolean;
  now: string;
}) {
  const t = useTranslations('records.reservation');
  const channel = useChannelName()(reservation.channel);
  if (reservation.status === 'cancelled') return null;
  if (!reservation.isFollowed) {
    return (
      <Notice kind="warn" title={t('unfollowedTitle')} className="max-w-3xl">
        {t('unfollowedMeans', { channel })}
      </Notice>
    );
  }
  if (reservation.hasUnknownStatus || reservation.gateAskedAt) {
    const paidAt = reservation.gateAskedAt;
    return (
      <Notice
        kind="warn"
        className="max-w-3xl"
        title={
          paidAt
            ? t('gateTitle', { channel })
            : t('unknownTitle', { channel, word: reservation.channelStatus ?? '—' })
        }
        action={
          <Button asChild size="sm">
            <Link href="/inbox#waiting">{t('toInbox')}</Link>
          </Button>
        }
      >
        {paidAt
          ? t.rich('gateMeans', { channel, ago: () => <Ago at={paidAt} now={now} /> })
          : t('unknownMeans', { channel })}
      </Notice>
    );
  }
  if (isOurs || !mayWrite) return null;
  return (
    <Notice kind="info" className="max-w-3xl">
      {t('theirs', { channel })}
    </Notice>
  );
}
