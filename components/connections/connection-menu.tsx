'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { MenuItem, MenuLine } from '#components/ui/menu-parts.tsx';
import type { ChannelDetail, ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { ConnectionDialogKind } from './connection-dialog-props.ts';
import { mappingPath } from './mapping-path.ts';
import { type ChannelRights, isLive, isTold, type Phase } from './phase.ts';
import { isPicked } from './picked.ts';

/** Everything else that can be done with an account; a role sees only what it can use. */
export function ConnectionMenu({
  state,
  phase,
  name,
  rights,
  does,
  onSync,
  onResume,
  onOpen,
}: {
  state: ConnectionState;
  phase: Phase;
  name: string;
  rights: ChannelRights;
  does: ChannelDetail['does'];
  /** Null where it is the card's own button. */
  onSync: (() => void) | null;
  onResume: () => void;
  onOpen: (dialog: ConnectionDialogKind) => void;
}) {
  const t = useTranslations('connections.action');
  const calendars = useTranslations('calendars');
  const live = isLive(phase);
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="icon" aria-label={t('more', { name })}>
          <Icon name="ellipsis" />
        </Button>
      }
    >
      {live && rights.sync && onSync && phase !== 'paused' ? (
        <MenuItem onSelect={onSync}>
          <Icon name="refresh-cw" />
          {t('sync')}
        </MenuItem>
      ) : null}
      {live && !isPicked(state.provider) ? (
        <MenuItem asChild>
          <Link href={mappingPath(state)}>
            <Icon name="link-2" />
            {t('mapping')}
          </Link>
        </MenuItem>
      ) : null}
      {does.includes('push') ? (
        <MenuItem asChild>
          <Link href={`/channels/deliveries?connection=${state.id ?? ''}`}>
            <Icon name="send" />
            {t('told')}
          </Link>
        </MenuItem>
      ) : null}
      {rights.force && isTold(phase, does) && state.mapped.done > 0 ? (
        <MenuItem onSelect={() => onOpen('force')}>
          <Icon name="send-horizontal" />
          {t('force')}
        </MenuItem>
      ) : null}
      <MenuItem asChild>
        <Link href={`/channels/history?connection=${state.id ?? ''}`}>
          <Icon name="rotate-ccw-clock" />
          {calendars('history')}
        </Link>
      </MenuItem>
      {live && rights.sync ? (
        <MenuItem onSelect={() => onOpen('test')}>
          <Icon name="stethoscope" />
          {t('test')}
        </MenuItem>
      ) : null}
      {live && rights.configure ? (
        <>
          {does.includes('push') ? (
            <MenuItem onSelect={() => onOpen('pricing')}>
              <Icon name="percent" />
              {t('pricing')}
            </MenuItem>
          ) : null}
          <MenuItem onSelect={() => onOpen('interval')}>
            <Icon name="timer" />
            {t('interval')}
          </MenuItem>
          {phase === 'paused' ? (
            <MenuItem onSelect={onResume}>
              <Icon name="play" />
              {t('resume')}
            </MenuItem>
          ) : (
            <MenuItem onSelect={() => onOpen('pause')}>
              <Icon name="pause" />
              {t('pause')}
            </MenuItem>
          )}
          <MenuLine />
          <MenuItem danger onSelect={() => onOpen('disconnect')}>
            <Icon name="unlink" />
            {t('disconnect')}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
