import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';
import { useChannelName } from './channel-label.tsx';

/** What a person should know before they touch it. */
export function ReservationNotices({
  reservation,
  isOurs,
  mayWrite,
}: {
  reservation: Reservation;
  isOurs: boolean;
  mayWrite: boolean;
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
  if (isOurs || !mayWrite) return null;
  return (
    <Notice kind="info" className="max-w-3xl">
      {t('theirs', { channel })}
    </Notice>
  );
}
