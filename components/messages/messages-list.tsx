import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { Moment } from '#components/records/moment.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Message } from '#lib/domain/messages/schemas.ts';
import { useAbout } from './about.ts';
import { MessageOutcome } from './outcome.tsx';

const COLUMNS =
  'md:grid md:grid-cols-[7.5rem_minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_1rem] md:items-start md:gap-x-4';

/** What came in, newest first: one line each, opened by a click. */
export function MessagesList({ messages }: { messages: readonly Message[] }) {
  const t = useTranslations('messages');
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div
        aria-hidden
        className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${COLUMNS}`}
      >
        <span>{t('time')}</span>
        <span>{t('what')}</span>
        <span>{t('wayFact')}</span>
        <span>{t('outcomeLabel')}</span>
        <span />
      </div>
      <ul>
        {messages.map((message) => (
          <Row key={message.id} message={message} />
        ))}
      </ul>
    </div>
  );
}

function Row({ message }: { message: Message }) {
  const t = useTranslations('messages');
  const { what, whom } = useAbout()(message);
  const { id, at, times, way, outcome, changes, source } = message;
  return (
    <li
      className={`relative flex flex-wrap gap-x-3 gap-y-1 border-line border-b px-4 py-2.5 transition-colors last:border-b-0 hover:bg-hover/50 ${COLUMNS}`}
    >
      <Link
        href={`/channels/messages/${id}`}
        prefetch={false}
        className="tnum order-1 text-sm after:absolute after:inset-0 md:order-none"
      >
        <Moment at={at} />
        <span className="sr-only">{t('open', { name: `${what}, ${whom}` })}</span>
      </Link>
      <div className="flex w-full min-w-0 items-start gap-2.5 md:w-auto">
        <ChannelMark channel={source.provider ?? 'ical'} className="mt-0.5 shrink-0" />
        <div className="min-w-0">
          <p className="break-words font-medium">{what}</p>
          <p className="truncate text-ink-2 text-sm" title={whom}>
            {whom}
          </p>
        </div>
      </div>
      <span className="order-2 text-ink-2 text-sm md:order-none">
        {t(`way.${way}`)}
        {times > 1 ? <span className="tnum"> · {t('times', { count: times })}</span> : null}
      </span>
      <div className="w-full min-w-0 md:w-auto">
        <MessageOutcome outcome={outcome} />
        {changes > 0 ? (
          <span className="tnum text-ink-2 text-sm"> · {t('changesCount', { count: changes })}</span>
        ) : null}
      </div>
      <Icon name="chevron-right" className="order-4 size-4 self-center text-ink-3 max-md:hidden" />
    </li>
  );
}
