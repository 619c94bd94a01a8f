import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

/** The channel's own clock: from ten minutes on an unacknowledged booking is shown, from twenty on in red. */
export function UnackedNotice({
  queues,
  channel,
  now,
}: {
  queues: ConnectionState['queues'];
  channel: string;
  now: string;
}) {
  const t = useTranslations('connections.unacked');
  if (!queues?.oldestAt || queues.level === 'well') return null;
  const { level, oldestAt, unacknowledged: count, deadlineMinutes: minutes } = queues;
  return (
    <Notice
      kind={level === 'alarm' ? 'warn' : 'bad'}
      title={t(`${level}.title`, { channel, count })}
      className="mt-3 max-w-3xl"
    >
      <p>{t.rich(`${level}.means`, { channel, minutes, ago: () => <Ago at={oldestAt} now={now} /> })}</p>
    </Notice>
  );
}
