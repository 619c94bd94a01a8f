import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { NeedAccess } from '#components/connections/need-access.tsx';
import { NeedConnection } from '#components/connections/need-connection.tsx';
import { Ago } from '#components/format/ago.tsx';
import type { Followed } from '#components/records/followed-row.tsx';
import { Moment } from '#components/records/moment.tsx';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import type { EndingConnection, TroubledConnection } from '#lib/domain/connections/attention.ts';
import type { Refusal } from '#lib/domain/protection/rules.ts';
import { type CalendarRights, NeedCalendar } from './need-calendar.tsx';
import { NeedConflict } from './need-conflict.tsx';
import { NeedFound } from './need-found.tsx';
import { NeedRefused } from './need-refused.tsx';
import { NeedRow } from './need-row.tsx';
import { NeedWaiting } from './need-waiting.tsx';
import { placeName } from './place.ts';

export type Troubled = { calendar: Followed; trouble: 'failing' | 'stale' };
export type BellTrouble = { kind: 'never' } | { kind: 'silent' | 'standingIn'; at: string };
export type Needs = {
  /** The ones shown, the soonest night first. */
  conflicts: readonly Conflict[];
  /** All that are open. */
  conflictCount: number;
  calendars: readonly Troubled[];
  accounts: readonly TroubledConnection[];
  /** Accounts whose access ends soon. */
  ending: readonly EndingConnection[];
  /** Told by channels and not placed yet; `bare` of them have nothing that protects their nights. */
  waiting: { count: number; bare: number };
  /** Stretches of nights that channels keep closed, and nobody has said anything to. */
  found: number;
  /** What accounts refused to be told. */
  refused: readonly Refusal[];
  bell: BellTrouble | null;
  /** Where our links point that nobody outside can read. */
  reach: { kind: 'loopback' | 'private'; host: string; links: number } | null;
};

export function countNeeds(needs: Needs): number {
  return (
    needs.conflictCount +
    needs.waiting.count +
    needs.found +
    needs.refused.length +
    needs.accounts.length +
    needs.ending.length +
    needs.calendars.length +
    Number(needs.bell !== null) +
    Number(needs.reach !== null)
  );
}

/** What only a person can mend, the nights in danger first. */
export function NeedsList({
  needs,
  now,
  rights,
}: {
  needs: Needs;
  now: string;
  rights: CalendarRights & { resolve: boolean; connect: boolean };
}) {
  const t = useTranslations('home');
  const common = useTranslations('calendars');
  const more = needs.conflictCount - needs.conflicts.length;
  return (
    <section aria-label={t('needsLabel')}>
      <ul className="rounded-lg border border-line bg-panel">
        {needs.conflicts.map((conflict) => (
          <NeedConflict key={conflict.id} conflict={conflict} mayResolve={rights.resolve} />
        ))}
        {more > 0 ? (
          <li className="border-line border-b py-2.5 pr-4 pl-12 text-sm last:border-b-0">
            <Link href="/inbox" className="text-accent-text underline underline-offset-4">
              {t('conflict.more', { count: more })}
            </Link>
          </li>
        ) : null}
        {needs.waiting.count > 0 ? <NeedWaiting {...needs.waiting} /> : null}
        {needs.found > 0 ? <NeedFound count={needs.found} /> : null}
        {needs.refused.map((refusal) => (
          <NeedRefused key={refusal.connectionId} refusal={refusal} />
        ))}
        {needs.accounts.map((account) => (
          <NeedConnection key={account.id} account={account} now={now} />
        ))}
        {needs.ending.map((account) => (
          <NeedAccess key={account.id} account={account} now={now} mayConnect={rights.connect} />
        ))}
        {needs.calendars.map(({ calendar, trouble }) => (
          <NeedCalendar
            key={calendar.id}
            calendar={calendar}
            trouble={trouble}
            place={
              calendar.unitName
                ? placeName(calendar.propertyName, calendar.unitName)
                : `${calendar.propertyName} (${common('wholeProperty')})`
            }
            now={now}
            rights={rights}
          />
        ))}
        {needs.bell ? <NeedBell bell={needs.bell} now={now} /> : null}
        {needs.reach ? (
          <NeedRow
            kind="differs"
            state={t('reach.state')}
            title={t('reach.title', { count: needs.reach.links })}
          >
            {t(`reach.${needs.reach.kind}`, { host: needs.reach.host })}
          </NeedRow>
        ) : null}
      </ul>
    </section>
  );
}

function NeedBell({ bell, now }: { bell: BellTrouble; now: string }) {
  const t = useTranslations('records.bell');
  const home = useTranslations('home.bell');
  const isCovered = bell.kind === 'standingIn';
  const title =
    bell.kind === 'never'
      ? t('never')
      : t.rich(bell.kind, {
          ago: () => <Ago at={bell.at} now={now} />,
          time: () => <Moment at={bell.at} />,
        });
  return (
    <NeedRow
      kind={isCovered ? 'differs' : 'bad'}
      state={home(isCovered ? 'covered' : 'silent')}
      title={title}
    >
      {t(isCovered ? 'standingInMeans' : 'silentMeans')}
    </NeedRow>
  );
}
