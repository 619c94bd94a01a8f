'use client';

import { useTranslations } from 'next-intl';
import { Section } from '#components/frame/page.tsx';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import type { ChannelDetail } from '#lib/domain/connections/schemas.ts';
import { ChannelCard } from './channel-card.tsx';
import { type ChannelRights, phaseOf } from './phase.ts';
import type { Place } from './place-button.tsx';

/** One card per channel. What is read for the first time is looked at again until it has come. */
export function ChannelCards({
  channels,
  places,
  now,
  rights,
}: {
  channels: readonly ChannelDetail[];
  /** Properties, for who follows a calendar link instead. */
  places: readonly Place[];
  now: string;
  rights: ChannelRights;
}) {
  const t = useTranslations('connections');
  useFreshWhile(
    channels.some(({ app, connections }) =>
      connections.some((state) => phaseOf(state, app, Date.parse(now)) === 'importing'),
    ),
    3000,
  );
  return (
    <Section title={t('title')} lead={t('lead')}>
      <div className="grid gap-4 lg:grid-cols-2">
        {channels.map((channel) => (
          <ChannelCard key={channel.provider} channel={channel} places={places} now={now} rights={rights} />
        ))}
      </div>
    </Section>
  );
}
