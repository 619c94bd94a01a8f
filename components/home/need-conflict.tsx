import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayNight, sayStay } from '#components/format/words.ts';
import { useChannelName } from '#components/records/channel-label.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Conflict, Side } from '#lib/domain/conflicts/schemas.ts';
import { NeedRow } from './need-row.tsx';
import { placeName } from './place.ts';

/** Two claims on one night, both in a sentence. */
export function NeedConflict({ conflict, mayResolve }: { conflict: Conflict; mayResolve: boolean }) {
  const t = useTranslations('home.conflict');
  const kinds = useTranslations('records.inbox.kind');
  const common = useTranslations('common');
  const locale = useLocale();
  const sideName = useSideName();
  const { unit, checkIn, checkOut } = conflict;
  const count = nightsIn(checkIn, checkOut);
  const dates = count === 1 ? sayNight(locale, checkIn) : sayStay(locale, checkIn, checkOut);
  const [first, second] = [...conflict.sides].sort((a, b) => Number(b.isHeld) - Number(a.isHeld));
  const names = { a: first ? sideName(first) : '', b: second ? sideName(second) : '' };
  const sentence =
    conflict.kind === 'possible_double_booking' && second?.kind === 'event'
      ? t('possible', names)
      : t(first?.isHeld ? 'double' : 'open', names);
  return (
    <NeedRow
      kind="needs_you"
      state={kinds(`${conflict.kind}.name`)}
      title={t('title', {
        kind: kinds(`${conflict.kind}.name`),
        place: placeName(unit.propertyName, unit.name),
      })}
      action={
        <Button asChild size="sm">
          <Link href={`/conflicts/${conflict.id}`}>{mayResolve ? t('resolve') : t('see')}</Link>
        </Button>
      }
    >
      <p className="tnum text-ink">
        {dates} · {common('nights', { count })}
      </p>
      <p>{sentence}</p>
    </NeedRow>
  );
}

function useSideName(): (side: Side) => string {
  const t = useTranslations('home.conflict');
  const channel = useChannelName();
  return (side) => {
    if (side.guestName) return t('guest', { name: side.guestName, channel: channel(side.channel) });
    return side.kind === 'event'
      ? t('calendar', { name: side.calendar?.name ?? channel(side.channel) })
      : t('booking', { channel: channel(side.channel) });
  };
}
