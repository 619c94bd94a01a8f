'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { Me } from '#lib/domain/people/schemas.ts';

const work = (orgId: string) => call('POST', '/api/session/organization', { orgId });

/** Where this person belongs, and which one this browser works in. */
export function OrganizationsList({
  organizations,
  currentId,
}: {
  organizations: Me['organizations'];
  currentId: string;
}) {
  const t = useTranslations('settingsPages.you');
  const names = useTranslations('frame.role');
  const { run, pending, problem } = useAction(work);
  return (
    <div className="flex flex-col gap-3">
      <ProblemNotice problem={problem} />
      <ul className="rounded-lg border border-line bg-panel">
        {organizations.map((one) => (
          <li
            key={one.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-40 flex-1">
              <p className="truncate font-medium" title={one.name}>
                {one.name}
              </p>
              <p className="text-ink-2 text-sm">{names(one.role)}</p>
            </div>
            {one.id === currentId ? (
              <State kind="good">{t('workHere')}</State>
            ) : (
              <Button
                size="sm"
                pending={pending}
                onClick={async () => {
                  // Everything on the page is another organization's now.
                  if (await run(one.id)) window.location.assign('/');
                }}
              >
                {t('switchTo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
