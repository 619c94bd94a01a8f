import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Facts } from '#components/records/facts.tsx';
import { Moment } from '#components/records/moment.tsx';
import type { MessageDetail } from '#lib/domain/messages/schemas.ts';
import { useAbout } from './about.ts';
import { MessageOutcome } from './outcome.tsx';

const LINK = 'text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current';

export function MessageTitle({ message, part }: { message: MessageDetail; part: 'what' | 'whom' }) {
  return useAbout()(message)[part];
}

/** What came of it in plain words, and what is known of how it came. */
export function MessageFacts({ message }: { message: MessageDetail }) {
  const t = useTranslations('messages');
  const codes = useTranslations('reason');
  const { id, at, lastAt, times, way, source, outcome, reason, size } = message;
  return (
    <>
      <div className="flex max-w-3xl flex-col gap-1">
        <p>
          <MessageOutcome outcome={outcome} chip />
        </p>
        <p className="text-ink-2">{t(`explain.${outcome}`)}</p>
        {reason ? (
          <p className="break-words text-sm">
            {codes.has(reason) ? codes(reason) : <span lang="en">{reason}</span>}
          </p>
        ) : null}
      </div>
      <Facts
        facts={[
          { label: t('came'), value: <Moment at={at} look="seconds" /> },
          times > 1 && { label: t('last'), value: <Moment at={lastAt} look="seconds" /> },
          times > 1 && { label: t('counted'), value: t('times', { count: times }) },
          { label: t('wayFact'), value: t(`way.${way}`) },
          source.id !== null && {
            label: t('source'),
            value: (
              <Link href={`/channels/messages?source=${source.id}`} className={LINK}>
                {t('allOf')}
              </Link>
            ),
          },
          { label: t('size'), value: t('bytes', { count: size }) },
          { label: t('id'), value: <span className="break-all font-mono text-sm">{id}</span> },
        ]}
      />
    </>
  );
}
