import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

/** The state that matters most: a conflict before all, then whether anybody still tells us about it. */
export function ReservationState({ reservation, chip }: { reservation: Reservation; chip?: boolean }) {
  const t = useTranslations('records.reservations.state');
  const look = chip ? { chip } : {};
  if (reservation.status === 'cancelled') {
    return (
      <State kind="unknown" {...look}>
        {t('cancelled')}
      </State>
    );
  }
  const active = reservation.stays.filter((stay) => stay.status === 'active');
  if (active.some((stay) => stay.conflictIds.length > 0)) {
    return (
      <State kind="needs_you" {...look}>
        {t('conflict')}
      </State>
    );
  }
  if (active.some((stay) => stay.unitId === null)) {
    return (
      <State kind="needs_you" {...look}>
        {t('noUnit')}
      </State>
    );
  }
  // Both sides of a conflict were accepted: it stands, but another stay has its nights.
  if (active.some((stay) => !stay.isHeld)) {
    return (
      <State kind="differs" {...look} title={t('unheldMeans')}>
        {t('unheld')}
      </State>
    );
  }
  if (!reservation.isFollowed) {
    return (
      <State kind="paused" {...look} title={t('unfollowedMeans')}>
        {t('unfollowed')}
      </State>
    );
  }
  return (
    <State kind={reservation.status === 'pending' ? 'waiting' : 'good'} {...look}>
      {t(reservation.status)}
    </State>
  );
}
