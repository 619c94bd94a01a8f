import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageBody } from '#components/frame/page.tsx';
import { Days } from '#components/home/days.tsx';
import { HomeHead } from '#components/home/head.tsx';
import { KeepFresh } from '#components/home/keep-fresh.tsx';
import { countNeeds, NeedsList } from '#components/home/needs.tsx';
import { Setup } from '#components/home/setup.tsx';
import { setupSteps } from '#components/home/setup-steps.ts';
import { Units } from '#components/home/units.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readToday } from '#lib/domain/availability/today.ts';
import { evidenceOf } from '#lib/domain/calendars/source-rules.ts';
import { countOpenConflicts, listConflicts } from '#lib/domain/conflicts/queries.ts';
import { listEndingConnections, listTroubledConnections } from '#lib/domain/connections/attention.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { lightsOf, readEvidence } from '#lib/domain/protection/read-protection.ts';
import { countFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { bellState } from '#lib/domain/runs/bells.ts';
import { readNeeds } from './read-needs.ts';

/** Conflicts told here; the inbox has them all. */
const SHOWN_CONFLICTS = 5;
/** Counted no further. */
const MOST_WAITING = 999;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('home') };
}

/** What needs a person, today and tomorrow, every unit. Twenty queries at most, in three round trips of waiting. */
export default async function HomePage() {
  const { ctx, role } = await requirePageCtx();
  const [today, evidence, conflicts, conflictCount, accounts, ending, waiting, found, bell] =
    await Promise.all([
      readToday(ctx),
      readEvidence(ctx),
      listConflicts(ctx, { status: 'open', limit: SHOWN_CONFLICTS }),
      countOpenConflicts(ctx),
      listTroubledConnections(ctx),
      listEndingConnections(ctx),
      listWaiting(ctx, { limit: MOST_WAITING }),
      countFoundClosures(ctx),
      bellState(ctx),
    ]);
  const { calendars, linked, reads } = evidence;
  const at = ctx.clock.now();
  const now = at.toString();
  const needs = readNeeds({
    conflicts: conflicts.items,
    conflictCount,
    calendars,
    accounts,
    ending,
    waiting: waiting.items,
    found,
    reads,
    bell,
    appUrl: ctx.appUrl,
    nowMs: at.epochMilliseconds,
  });
  const steps = setupSteps(today, calendars, reads, {
    property: can(role, 'property.write'),
    calendar: can(role, 'calendar.configure'),
    reader: can(role, 'feed.configure'),
  });
  const stepsLeft = steps.filter((step) => !step.isDone).length;
  const hasUnits = today.properties.length > 0;
  const count = countNeeds(needs);
  // A calendar that a connected channel took over from says nothing any more; the channel does.
  const followed = calendars.filter((one) => one.supersededBy === null);
  const heardFrom = new Map(linked.map((one) => [one.connectionId, one.source]));
  const protections = new Map(lightsOf(evidence, at).map((light) => [light.unitId, light]));
  return (
    <>
      <HomeHead
        count={count}
        stepsLeft={stepsLeft}
        evidence={evidenceOf([...followed, ...heardFrom.values()], at.epochMilliseconds)}
        mayBook={hasUnits && can(role, 'reservation.write')}
      />
      <PageBody>
        {count > 0 ? (
          <NeedsList
            needs={needs}
            now={now}
            rights={{
              resolve: can(role, 'conflict.resolve'),
              sync: can(role, 'calendar.sync'),
              configure: can(role, 'calendar.configure'),
              connect: can(role, 'connection.configure'),
            }}
          />
        ) : null}
        {stepsLeft > 0 ? <Setup steps={steps} showsSample={!hasUnits} /> : null}
        {hasUnits ? (
          <>
            <Days properties={today.properties} />
            <Units today={today} protections={protections} now={now} />
          </>
        ) : null}
      </PageBody>
      <KeepFresh isSyncing={calendars.some((one) => one.isActive && one.lastSyncStatus === 'pending')} />
    </>
  );
}
