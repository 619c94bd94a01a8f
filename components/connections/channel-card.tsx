'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { ChannelDetail } from '#lib/domain/connections/schemas.ts';
import { ConnectionPart } from './connection-part.tsx';
import { LinkInstead } from './link-instead.tsx';
import { type ChannelRights, PHASE_STATE, type Phase, phaseOf } from './phase.ts';
import { isPicked } from './picked.ts';
import { type Place, PlaceButton } from './place-button.tsx';
import { useConnect } from './use-connect.ts';

const ConfigureDialog = dynamic(() =>
  import('./configure-dialog.tsx').then((module) => module.ConfigureDialog),
);

/** In these nothing comes in: to list what does would be a promise. */
const STILL: ReadonlySet<Phase> = new Set(['disconnected', 'expired', 'error', 'paused', 'delayed']);

/** A channel: its accounts under each other, or the one step that leads to the first. */
export function ChannelCard({
  channel,
  places,
  now,
  rights,
}: {
  channel: ChannelDetail;
  places: readonly Place[];
  now: string;
  rights: ChannelRights;
}) {
  const t = useTranslations('connections');
  const avito = useTranslations('avito.card');
  const [isConfiguring, setConfiguring] = useState(false);
  const { provider, name, app } = channel;
  // The row that stands for a channel without an account says nothing that the app does not say.
  const accounts = channel.connections.filter((state) => state.id !== null);
  const before = accounts.length === 0 ? phaseWithout(channel) : null;
  const connect = useConnect(provider);
  const works = accounts.some((state) => !STILL.has(phaseOf(state, app, Date.parse(now))));
  const isCut = accounts.some((state) => state.lastError?.code === 'scope_missing');
  const isSetUp = before !== 'not_configured' && before !== 'switched_off';
  // Its listings are connected one by one, each from its unit's page; its app is not this organization's to set.
  const picked = isPicked(provider);
  const picks = (kind: 'primary' | 'quiet') => (
    <PlaceButton
      places={places}
      pathOf={({ id }) => `/properties/${id}?open=${provider}#${provider}`}
      kind={kind}
      {...(kind === 'quiet' ? { size: 'sm', className: '-mx-2 sm:ml-auto' } : {})}
    >
      {avito('connect')}
    </PlaceButton>
  );
  return (
    <section
      aria-labelledby={`channel-${provider}`}
      className={cn('min-w-0 rounded-lg border border-line bg-panel', accounts.length > 0 && 'lg:col-span-2')}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3.5 sm:px-5">
        <ChannelMark channel={provider} className="size-7 rounded-md text-sm" />
        <h3 id={`channel-${provider}`} className="font-semibold text-lg">
          {name}
        </h3>
        {before ? (
          <State kind={PHASE_STATE[before]} chip>
            {t(`phase.${before}.word`)}
          </State>
        ) : null}
        {app.isBuilt && rights.configure && isSetUp ? (
          <Button kind="quiet" size="sm" onClick={() => setConfiguring(true)} className="-mr-2 ml-auto">
            <Icon name="settings-2" />
            {t('action.configure')}
          </Button>
        ) : null}
      </header>
      {before ? (
        <div className="flex flex-col gap-3 px-4 pt-2 pb-4 sm:px-5">
          <p className="max-w-2xl text-ink-2">
            {picked && (before === 'configured' || before === 'not_configured')
              ? avito(before === 'configured' ? 'says' : 'notSetUp')
              : before === 'configured' && app.way === 'machine'
                ? t('phase.configured.saysMachine', { channel: name })
                : t(`phase.${before}.says`, { channel: name })}
            {before !== 'not_built' && !rights.configure ? ` ${t('askAdmin')}` : null}
          </p>
          <ProblemNotice problem={connect.problem} />
          <div className="flex flex-wrap gap-2">
            {picked && before === 'configured' && rights.configure ? picks('primary') : null}
            {!picked && before === 'configured' && rights.configure ? (
              <Button kind="primary" pending={connect.isGoing} onClick={connect.go}>
                {connect.isGoing ? t('action.going', { channel: name }) : t('action.connect')}
              </Button>
            ) : null}
            {!isSetUp && rights.configure && !(picked && before === 'not_configured') ? (
              <Button kind="primary" onClick={() => setConfiguring(true)}>
                {t('action.configure')}
              </Button>
            ) : null}
            <LinkInstead provider={provider} places={places} mayAdd={rights.configure} />
          </div>
        </div>
      ) : (
        <>
          {accounts.map((state) => (
            <ConnectionPart
              key={state.id}
              state={state}
              channel={channel}
              now={now}
              rights={rights}
              onConfigure={() => setConfiguring(true)}
            />
          ))}
          <ProblemNotice problem={connect.problem} className="mx-4 mb-3 sm:mx-5" />
          <footer className="flex flex-wrap items-center justify-between gap-x-5 gap-y-2 border-line border-t px-4 py-2.5 sm:px-5">
            {works ? <Capabilities does={channel.does} isCut={isCut} /> : null}
            {picked && rights.configure && app.isActive ? picks('quiet') : null}
            {!picked && rights.configure && app.isActive && app.way === 'consent' ? (
              <Button
                kind="quiet"
                size="sm"
                pending={connect.isGoing}
                onClick={connect.go}
                className="-mx-2 sm:ml-auto"
              >
                {connect.isGoing ? t('action.going', { channel: name }) : t('action.another')}
              </Button>
            ) : null}
          </footer>
        </>
      )}
      {isConfiguring ? <ConfigureDialog channel={channel} onClose={() => setConfiguring(false)} /> : null}
    </section>
  );
}

function phaseWithout({ app }: ChannelDetail): Phase {
  if (!app.isBuilt) return 'not_built';
  if (!app.isActive) return 'switched_off';
  return app.source === 'none' ? 'not_configured' : 'configured';
}

/**
 * What a connection of this channel does.
 * @param isCut an account granted less than was asked for: then only that bookings come in is certain
 */
function Capabilities({ does, isCut }: { does: ChannelDetail['does']; isCut: boolean }) {
  const t = useTranslations('connections.does');
  return (
    <ul aria-label={t('label')} className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-sm">
      {(isCut ? does.slice(0, 1) : does).map((one) => (
        <li key={one} className="flex items-center gap-1.5">
          <Icon name="check" strokeWidth={2} className="size-3.5 text-good" />
          {t(one)}
        </li>
      ))}
      {[...(isCut ? (['granted'] as const) : []), ...(does.includes('push') ? [] : (['later'] as const))].map(
        (one) => (
          <li key={one} className="flex items-center gap-1.5">
            <Icon name="circle-dashed" strokeWidth={2} className="size-3.5 text-ink-3" />
            {t(one)}
          </li>
        ),
      )}
    </ul>
  );
}
