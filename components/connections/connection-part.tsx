'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { EndsSoon } from '#components/avito/ends-soon.tsx';
import { useReconnectAccount } from '#components/avito/use-reconnect-account.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { ChannelDetail, ConnectionState } from '#lib/domain/connections/schemas.ts';
import { endsSoon } from '#lib/kernel/access-end.ts';
import { updateConnection } from './connection-actions.ts';
import type { ConnectionDialogKind } from './connection-dialog-props.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionMenu } from './connection-menu.tsx';
import { ConnectionRuns } from './connection-runs.tsx';
import { ConnectionSays } from './connection-says.tsx';
import { mappingPath } from './mapping-path.ts';
import { type ChannelRights, isLive, mayPress, PHASE_STATE, phaseOf, primaryOf } from './phase.ts';
import { isPicked } from './picked.ts';
import { PushProgress } from './push-progress.tsx';
import { SyncProgress } from './sync-progress.tsx';
import { UnackedNotice } from './unacked-notice.tsx';
import { useConnect } from './use-connect.ts';
import { useConnectionSync } from './use-connection-sync.ts';
import { useFollowedRun } from './use-followed-run.ts';

const ConnectionDialog = dynamic(() =>
  import('./connection-dialog.tsx').then((module) => module.ConnectionDialog),
);

/** One account: how it stands, what that means for a guest's night, and the one thing to do about it. */
export function ConnectionPart({
  state,
  channel,
  now,
  rights,
  onConfigure,
}: {
  state: ConnectionState;
  channel: ChannelDetail;
  now: string;
  rights: ChannelRights;
  onConfigure: () => void;
}) {
  const t = useTranslations('connections');
  const [dialog, setDialog] = useState<ConnectionDialogKind | null>(null);
  const phase = phaseOf(state, channel.app, Date.parse(now));
  const primary = primaryOf(phase, state);
  const whole = useConnect(state.provider);
  const byLink = useReconnectAccount(state.id);
  // The account is given access again; where its listings are connected one by one, by one of them.
  const connect = isPicked(state.provider) ? byLink : whole;
  const update = useAction(updateConnection);
  const sync = useConnectionSync(state);
  const forced = useFollowedRun(state, 'push');
  const name = state.account?.name ?? channel.name;
  const resume = () => void update.run(state.provider, state.id, { isPaused: false });
  const presses = mayPress(primary, rights);
  const isEnding =
    isPicked(state.provider) &&
    endsSoon({ expiresAt: state.tokenExpiresAt, renewsItself: state.renewsItself }, Date.parse(now));

  return (
    <div className="border-line px-4 py-3.5 not-first-of-type:border-t sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-5 gap-y-3">
        <div className="min-w-0 flex-[1_1_20rem]">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-words font-medium" title={state.account?.id}>
              {name}
            </span>
            <State kind={PHASE_STATE[phase]} chip>
              {t(`phase.${phase}.word`)}
            </State>
          </p>
          <ConnectionSays state={state} phase={phase} channel={channel.name} now={now} />
        </div>
        <div className="flex items-center gap-1">
          {presses && primary === 'reconnect' ? (
            <Button kind="primary" pending={connect.isGoing} onClick={connect.go}>
              {connect.isGoing ? t('action.going', { channel: channel.name }) : t('action.reconnect')}
            </Button>
          ) : null}
          {presses && primary === 'configure' ? (
            <Button kind="primary" onClick={onConfigure}>
              {t('action.configure')}
            </Button>
          ) : null}
          {presses && primary === 'resume' ? (
            <Button kind="primary" pending={update.pending} onClick={resume}>
              {t('action.resume')}
            </Button>
          ) : null}
          {presses && primary === 'map' ? (
            <Button asChild kind="primary">
              <Link href={mappingPath(state)}>{t('action.map')}</Link>
            </Button>
          ) : null}
          {presses && primary === 'resolve' ? (
            <Button asChild kind="primary">
              <Link href="/inbox#waiting">{t('action.resolve', { count: state.waiting })}</Link>
            </Button>
          ) : null}
          {presses && primary === 'sync' ? (
            <Button pending={sync.isBusy} onClick={sync.start}>
              {sync.isBusy ? null : <Icon name="refresh-cw" />}
              {t('action.sync')}
            </Button>
          ) : null}
          <ConnectionMenu
            state={state}
            phase={phase}
            name={name}
            rights={rights}
            does={channel.does}
            onSync={primary === 'sync' ? null : sync.start}
            onResume={resume}
            onOpen={setDialog}
          />
        </div>
      </div>
      {isLive(phase) && phase !== 'expired' && isEnding && state.tokenExpiresAt ? (
        <EndsSoon
          at={state.tokenExpiresAt}
          now={now}
          className="mt-3 max-w-3xl"
          {...(rights.configure ? { isGoing: connect.isGoing, onReconnect: connect.go } : {})}
        />
      ) : null}
      <UnackedNotice queues={state.queues} channel={channel.name} now={now} />
      <ProblemNotice problem={connect.problem ?? update.problem ?? sync.problem} className="mt-3 max-w-3xl" />
      <SyncProgress sync={sync} />
      <PushProgress run={forced.run} channel={channel.name} />
      {isLive(phase) ? (
        <>
          <ConnectionFacts state={state} phase={phase} now={now} />
          <ConnectionRuns state={state} channel={channel.name} now={now} />
        </>
      ) : null}
      {dialog ? (
        <ConnectionDialog
          kind={dialog}
          state={state}
          channelName={channel.name}
          name={name}
          onStarted={forced.follow}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}
