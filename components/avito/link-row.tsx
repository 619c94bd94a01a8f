'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '#components/api/use-action.ts';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { syncConnection } from '#components/connections/connection-actions.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import { endsSoon } from '#lib/kernel/access-end.ts';
import { AvitoProblem } from './avito-problem.tsx';
import { EndsSoon } from './ends-soon.tsx';
import { LinkFacts } from './link-facts.tsx';
import { LinkSays } from './link-says.tsx';
import { LINK_STATE, needsReconnect, works } from './link-state.ts';
import type { AvitoLink, AvitoRights } from './shapes.ts';
import { useAuthorize } from './use-authorize.ts';

const MarkupDialog = dynamic(() => import('./markup-dialog.tsx').then((module) => module.MarkupDialog));
const DisconnectDialog = dynamic(() =>
  import('./disconnect-dialog.tsx').then((module) => module.DisconnectDialog),
);

/** A unit and its listing: how it stands, what that means for a guest's night, and what to do. */
export function LinkRow({
  link,
  unitName,
  propertyId,
  currency,
  today,
  now,
  rights,
  onConnect,
  onChanged,
}: {
  link: AvitoLink;
  /** Null where the property has one unit: its name stands above. */
  unitName: string | null;
  propertyId: string;
  /** Of the property's prices. */
  currency: string;
  today: string;
  now: string;
  rights: AvitoRights;
  /** Opens the way to another listing; null where nobody may, or nothing can. */
  onConnect: (() => void) | null;
  onChanged: () => void;
}) {
  const t = useTranslations('avito');
  const [dialog, setDialog] = useState<'markup' | 'disconnect' | null>(null);
  const place = { unitId: link.unitId, unitName: link.unitName, propertyId };
  const again = useAuthorize(place, link.mappingId, onChanged);
  const sync = useAction(syncConnection);
  const isEnding = works(link) && endsSoon(link, Date.parse(now));
  const isLinked = link.status !== 'disconnected';
  const reconnects = rights.configure && needsReconnect(link);
  const name = unitName ?? link.unitName;

  async function tryNow() {
    if (await sync.run('avito', link.connectionId)) onChanged();
  }

  return (
    <li className="border-line border-b px-4 py-3.5 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-5 gap-y-3">
        <div className="min-w-0 flex-[1_1_20rem]">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="flex min-w-0 items-center gap-2">
              <ChannelMark channel="avito" />
              <span className="min-w-0 break-words font-medium">{unitName ?? link.itemName}</span>
            </span>
            <span role="status">
              <State kind={LINK_STATE[link.status]} chip>
                {t(`status.${link.status}.word`)}
              </State>
            </span>
          </p>
          <p className="mt-0.5 break-words text-ink-2 text-sm">
            {unitName ? `${link.itemName} · ` : ''}
            <span className="font-mono text-xs">{link.itemId}</span> · {link.accountName}
          </p>
          <LinkSays link={link} currency={currency} now={now} />
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          {reconnects ? (
            <Button kind="primary" pending={again.isGoing} onClick={again.go}>
              {again.isGoing ? t('authorize.going') : t('action.reconnect')}
            </Button>
          ) : null}
          {link.status === 'disconnected' && onConnect ? (
            <Button onClick={onConnect}>{t('action.other')}</Button>
          ) : null}
          {link.status === 'error' && rights.sync && !reconnects ? (
            <Button pending={sync.pending} onClick={tryNow}>
              {t('action.tryNow')}
            </Button>
          ) : null}
          {isLinked && rights.configure ? (
            <>
              <Button aria-label={t('action.markupOf', { unit: name })} onClick={() => setDialog('markup')}>
                <Icon name="percent" />
                {t('action.markup')}
              </Button>
              <Button
                kind="dangerQuiet"
                aria-label={t('action.disconnectOf', { unit: name })}
                onClick={() => setDialog('disconnect')}
              >
                <Icon name="unlink" />
                {t('action.disconnect')}
              </Button>
            </>
          ) : null}
        </div>
      </div>
      {isEnding && link.expiresAt ? (
        <EndsSoon
          at={link.expiresAt}
          now={now}
          className="mt-3 max-w-3xl"
          {...(rights.configure ? { isGoing: again.isGoing, onReconnect: again.go } : {})}
        />
      ) : null}
      <AvitoProblem problem={again.problem ?? sync.problem} className="mt-3 max-w-3xl" />
      <LinkFacts link={link} now={now} />
      {dialog === 'markup' ? (
        <MarkupDialog
          link={link}
          propertyId={propertyId}
          today={today}
          onChanged={onChanged}
          onClose={() => setDialog(null)}
        />
      ) : dialog === 'disconnect' ? (
        <DisconnectDialog link={link} name={name} onChanged={onChanged} onClose={() => setDialog(null)} />
      ) : null}
    </li>
  );
}
