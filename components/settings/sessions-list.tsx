'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { SessionInfo } from '#lib/domain/people/schemas.ts';
import { browserOf } from './browser-of.ts';

const revoke = (id: string) => call('DELETE', `/api/sessions/${id}`);
const revokeOthers = () => call<{ revoked: number }>('POST', '/api/sessions/revoke-others');

export function SessionsList({ sessions, now }: { sessions: readonly SessionInfo[]; now: string }) {
  const t = useTranslations('settingsPages.you');
  const { run, pending, problem } = useAction(revokeOthers);
  return (
    <div className="flex flex-col gap-3">
      <ul className="rounded-lg border border-line bg-panel">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} now={now} />
        ))}
      </ul>
      <ProblemNotice problem={problem} />
      {sessions.length > 1 ? (
        <Button
          className="self-start"
          pending={pending}
          onClick={async () => {
            const done = await run();
            if (done) toast(t('othersSignedOut', { count: done.value.revoked }));
          }}
        >
          {t('signOutOthers')}
        </Button>
      ) : null}
    </div>
  );
}

function SessionRow({ session, now }: { session: SessionInfo; now: string }) {
  const t = useTranslations('settingsPages.you');
  const { run, pending, problem } = useAction(revoke);
  const { browser, system, isPhone } = browserOf(session.userAgent);
  const icon = isPhone ? 'smartphone' : 'laptop';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-2.5 last:border-b-0">
      <Icon name={icon} className="mt-0.5 size-4 shrink-0 text-ink-2" />
      <div className="min-w-0 flex-1" title={session.userAgent}>
        <p className="font-medium">
          {browser && system
            ? t('browserOn', { browser, system })
            : (browser ?? system ?? t('unknownBrowser'))}
        </p>
        <p className="tnum break-words text-ink-2 text-sm">
          <span className="font-mono">{session.ip}</span> · {t('signedIn')} <Moment at={session.createdAt} />
          {session.isCurrent ? null : (
            <>
              {' · '}
              {t('seen')} <Ago at={session.lastSeenAt} now={now} />
            </>
          )}
        </p>
      </div>
      {session.isCurrent ? (
        <State kind="good">{t('thisBrowser')}</State>
      ) : (
        <Button
          size="sm"
          kind="quiet"
          pending={pending}
          onClick={async () => {
            if (await run(session.id)) toast(t('signedOut'));
          }}
        >
          {t('signOut')}
        </Button>
      )}
      <ProblemNotice problem={problem} className="basis-full" />
    </li>
  );
}
