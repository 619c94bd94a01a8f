'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { AvitoProblem } from './avito-problem.tsx';
import { LinkRow } from './link-row.tsx';
import type { AvitoRights } from './shapes.ts';
import { UnlinkedRow } from './unlinked-row.tsx';
import { useBroughtHere } from './use-brought-here.ts';
import { useLinks } from './use-links.ts';
import { useSlow } from './use-slow.ts';
import { useWayBack } from './use-way-back.ts';

const ConnectDialog = dynamic(() => import('./connect-dialog.tsx').then((module) => module.ConnectDialog));

/** Each unit with its listing at Avito: how it stands, and what can be done about it. */
export function AvitoPanel({
  propertyId,
  currency,
  units,
  canConnect,
  today,
  now,
  rights,
  startOpen,
  cameBack,
}: {
  propertyId: string;
  /** Of its prices. */
  currency: string;
  units: readonly { readonly id: string; readonly name: string }[];
  /** Whether this installation has an app at Avito, and it is switched on. */
  canConnect: boolean;
  /** Where the property is. */
  today: string;
  now: string;
  rights: AvitoRights;
  /** Whether somebody came to connect it. */
  startOpen: boolean;
  /** The way that the browser has just come back on from Avito. */
  cameBack: string | null;
}) {
  const t = useTranslations('avito.panel');
  const { links, isPending, problem, again, reread } = useLinks(propertyId, now);
  const [only, second] = units;
  const single = only && !second ? only : null;
  const mayConnect = rights.configure && canConnect;
  const [opened, setOpened] = useState(startOpen && mayConnect ? (single?.id ?? null) : null);
  const back = useWayBack(cameBack, units[0]?.id ?? null);
  const isSlow = useSlow(isPending);
  const linkOf = (unitId: string) => links?.find((link) => link.unitId === unitId) ?? null;
  const unitId = opened ?? back.unitId;
  const unit = units.find((one) => one.id === unitId);
  const noneYet = links !== null && links.length === 0;
  // Whoever comes back may have given access to what is linked already; else there is nothing to connect any more.
  const link = unit ? linkOf(unit.id) : null;
  const isOpen = links !== null && (back.unitId !== null || link === null || link.status === 'disconnected');

  const dialogIsOpen = unit !== undefined && isOpen;
  useBroughtHere(cameBack !== null, dialogIsOpen);

  function close() {
    setOpened(null);
    back.end();
  }

  return (
    <Section id="avito" title="Avito" lead={t('lead')}>
      <AvitoProblem problem={problem} onAgain={again} className="mb-2" />
      {links === null ? (
        isPending ? (
          <Loading rows={units.length} words={t(isSlow ? 'loadingSlowly' : 'loading')} />
        ) : null
      ) : single && noneYet ? (
        <EmptyState
          title={t('emptyTitle')}
          action={
            mayConnect ? (
              <Button kind="primary" onClick={() => setOpened(single.id)}>
                {t('connect')}
              </Button>
            ) : null
          }
        >
          {t(canConnect ? 'emptyMeans' : 'notSetUp')}
          {canConnect && !rights.configure ? ` ${t('askAdmin')}` : null}
        </EmptyState>
      ) : (
        <>
          {canConnect ? null : <p className="mb-2 text-ink-2 text-sm">{t('notSetUp')}</p>}
          <ul className="rounded-lg border border-line bg-panel">
            {units.map((one) => {
              const link = linkOf(one.id);
              const connect = mayConnect ? () => setOpened(one.id) : null;
              return link ? (
                <LinkRow
                  key={one.id}
                  link={link}
                  unitName={single ? null : one.name}
                  propertyId={propertyId}
                  currency={currency}
                  today={today}
                  now={now}
                  rights={rights}
                  onConnect={connect}
                  onChanged={() => void reread()}
                />
              ) : (
                <UnlinkedRow key={one.id} unitName={one.name} onConnect={connect} />
              );
            })}
          </ul>
          {rights.configure ? null : <p className="mt-2 text-ink-2 text-sm">{t('askAdmin')}</p>}
        </>
      )}
      {unit && dialogIsOpen ? (
        <ConnectDialog
          key={unit.id}
          place={{ unitId: unit.id, unitName: unit.name, propertyId }}
          link={link}
          flowId={opened ? null : cameBack}
          now={now}
          onChanged={() => void reread()}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}

function Loading({ rows, words }: { rows: number; words: string }) {
  return (
    <div role="status" className="rounded-lg border border-line bg-panel">
      <span className="sr-only">{words}</span>
      {Array.from({ length: Math.min(rows, 6) }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={row} className="flex min-h-16 items-center gap-3 border-line border-b px-4 last:border-b-0">
          <Skeleton className="size-4" />
          <Skeleton className="w-48" />
          <Skeleton className="ml-auto w-24" />
        </div>
      ))}
    </div>
  );
}
