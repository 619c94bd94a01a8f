'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { sayInstant } from '#components/format/words.ts';
import { STATE_KIND } from '#components/rates/states.tsx';
import { State } from '#components/ui/state.tsx';
import type { ChannelExplanation, UnsentReason } from '#lib/domain/explain/schemas.ts';
import { useValues } from './use-values.ts';

/** One channel's side of a night: what it should show, was told, has accepted and shows, each with its time. */
export function ChannelLine({ channel, timeZone }: { channel: ChannelExplanation; timeZone: string }) {
  const t = useTranslations('explain');
  const rates = useTranslations('rates');
  const locale = useLocale();
  const say = useValues({ currency: channel.currency, isPool: channel.pool.units > 1 });
  const at = (iso: string | null) => (iso ? sayInstant(locale, iso, timeZone) : null);
  const { wanted, sent, confirmed, observed, unsent, pool } = channel;
  const isTheirs = channel.ownStays > 0 && (wanted?.units ?? null) === null;
  return (
    <li className="flex flex-col gap-1.5 border-line border-b py-3 last:border-b-0">
      <p className="flex min-w-0 items-center gap-2">
        <ChannelMark channel={channel.provider} />
        <span
          className="min-w-0 flex-1 truncate font-medium"
          title={`${channel.account}: ${channel.listing}`}
        >
          <span className="sr-only">{CHANNEL_NAMES[channel.provider] ?? channel.provider}: </span>
          {channel.listing}
        </span>
        <State kind={STATE_KIND[channel.state]}>{rates(`states.${channel.state}`)}</State>
      </p>
      {pool.units > 1 ? <p className="tnum text-ink-2 text-sm">{t('pool', pool)}</p> : null}
      <dl className="tnum grid grid-cols-[minmax(5.5rem,auto)_1fr] gap-x-3 gap-y-1 text-sm">
        <Row
          label={t('row.wanted')}
          value={isTheirs ? t('theirs') : wanted ? say(wanted, false) : t('nothing')}
          at={null}
        />
        <Row
          label={t('row.sent')}
          value={sent ? say(sent.values, false) : t('never')}
          at={at(sent?.at ?? null)}
        />
        <Row
          label={t('row.confirmed')}
          value={confirmed ? say(confirmed.values, true) : t('never')}
          at={at(confirmed?.at ?? null)}
        />
        <Row
          label={t('row.observed')}
          value={observed ? say(observed.values, false) : t('never')}
          at={at(observed?.at ?? null)}
        />
      </dl>
      {sent?.deliveryId ? (
        <p>
          <Link
            href={`/channels/deliveries/${sent.deliveryId}`}
            className="text-accent-text text-sm underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {t('told')}
          </Link>
        </p>
      ) : null}
      {unsent ? (
        <p className="break-words text-ink-2 text-sm">
          {unsent.until
            ? rates('unsent.until', { reason: rates(`unsent.${unsent.code}`), time: at(unsent.until) ?? '' })
            : rates(`unsent.${unsent.code}`)}
          <Cause of={unsent} />
        </p>
      ) : null}
    </li>
  );
}

/** Words for a cause that is known, and the sentence that came with any other. */
function Cause({ of: { cause, detail } }: { of: UnsentReason }) {
  const t = useTranslations('rates.cause');
  const known = KNOWN_CAUSES.find((one) => one === cause);
  if (known) return <span className="block">{t(known)}</span>;
  const said = detail ?? cause;
  return said ? <span className="block font-mono text-xs">{said}</span> : null;
}

const KNOWN_CAUSES = ['not_applied', 'not_known', 'not_read', 'blast_limit', 'taken_there'] as const;

function Row({ label, value, at }: { label: string; value: string; at: string | null }) {
  return (
    <>
      <dt className="text-ink-2">{label}</dt>
      <dd className="min-w-0 break-words">
        {value}
        {at ? <span className="text-ink-2 text-xs"> · {at}</span> : null}
      </dd>
    </>
  );
}
