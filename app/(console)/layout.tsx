import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '#components/frame/frame.tsx';
import { HealthLine } from '#components/frame/health-line.tsx';
import { LiveUpdates } from '#components/frame/live-updates.tsx';
import type { Place } from '#components/frame/nav.ts';
import { OfflineLine } from '#components/frame/offline-line.tsx';
import { Palette } from '#components/frame/palette.tsx';
import { ExceptHome } from '#components/home/except-home.tsx';
import { Words } from '#components/words/words.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listTroubledCalendars } from '#lib/domain/calendars/attention.ts';
import { countOpenConflicts } from '#lib/domain/conflicts/queries.ts';
import { listTroubledConnections } from '#lib/domain/connections/attention.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import { countWaiting } from '#lib/domain/intake/count-waiting.ts';
import { countFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { bellState } from '#lib/domain/runs/bells.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [{ ctx, user, organization, organizations, role }, jar] = await Promise.all([
    requirePageCtx(),
    cookies(),
  ]);
  const [conflicts, waiting, found, accounts, behind, bell] = await Promise.all([
    countOpenConflicts(ctx),
    countWaiting(ctx),
    countFoundClosures(ctx),
    listTroubledConnections(ctx),
    listTroubledCalendars(ctx),
    bellState(ctx),
  ]);
  const now = ctx.clock.now();
  // What one may not read is not offered.
  const hidden: readonly Place[] = can(role, 'journal.read') ? [] : ['journal'];
  const theme = jar.get('theme')?.value;
  return (
    <Words of={['arrivals', 'fieldError', 'frame', 'nav', 'palette', 'problem']}>
      <Frame
        person={{ name: user.name, email: user.email, role, organization, organizations }}
        theme={theme === 'light' || theme === 'dark' ? theme : 'system'}
        folded={jar.get('rail')?.value === 'folded'}
        hidden={hidden}
        inboxCount={conflicts + behind.length + waiting + found + accounts.length}
        line={
          <>
            <OfflineLine />
            <ExceptHome>
              <HealthLine
                behind={[
                  ...accounts.map(({ provider, lastSuccessAt }) => ({
                    name: CHANNEL_NAMES[provider],
                    lastSuccessAt,
                  })),
                  ...behind,
                ]}
                standingIn={bell.standingInSince !== null}
                now={now.toString()}
              />
            </ExceptHome>
          </>
        }
      >
        {children}
        <LiveUpdates organizationId={organization.id} />
        <Palette
          hidden={hidden}
          may={{
            book: can(role, 'reservation.write'),
            block: can(role, 'block.write'),
            configure: can(role, 'property.write'),
          }}
        />
      </Frame>
    </Words>
  );
}
