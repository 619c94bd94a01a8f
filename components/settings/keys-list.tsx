'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ApiKey } from '#lib/domain/people/schemas.ts';
import { AskFirst } from './ask-first.tsx';

const revoke = (id: string) => call('DELETE', `/api/keys/${id}`);

export function KeysList({ keys, now }: { keys: readonly ApiKey[]; now: string }) {
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} now={now} />
      ))}
    </ul>
  );
}

function KeyRow({ apiKey, now }: { apiKey: ApiKey; now: string }) {
  const t = useTranslations('settingsPages.keys');
  const names = useTranslations('frame.role');
  const [asking, setAsking] = useState(false);
  const { run, pending, problem } = useAction(revoke);
  const maker = apiKey.createdBy;
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-1.5 border-line border-b px-4 py-2.5 last:border-b-0">
      <div className="min-w-44 flex-1">
        <p className="truncate font-medium" title={apiKey.name}>
          {apiKey.name}
        </p>
        <p className="text-ink-2 text-sm">
          <span className="font-mono">{apiKey.prefix}…</span> · {names(apiKey.role)}
        </p>
      </div>
      <div className="tnum min-w-40 text-sm">
        <p>
          {apiKey.lastUsedAt ? (
            <>
              {t('used')} <Ago at={apiKey.lastUsedAt} now={now} />
            </>
          ) : (
            t('neverUsed')
          )}
        </p>
        <p className="text-ink-2">
          {t('made')} <Moment at={apiKey.createdAt} />
        </p>
      </div>
      <div className="min-w-28 text-sm">
        {maker === null ? null : maker.isMember ? (
          <span className="text-ink-2">{maker.name}</span>
        ) : (
          <State kind="needs_you" title={t('makerLeftMeans')}>
            {t('makerLeft', { name: maker.name })}
          </State>
        )}
      </div>
      <Button size="sm" kind="quiet" onClick={() => setAsking(true)}>
        {t('revoke')}
      </Button>
      {asking ? (
        <AskFirst
          title={t('revokeTitle', { name: apiKey.name })}
          means={t('revokeMeans')}
          confirm={t('revoke')}
          pending={pending}
          problem={problem}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            if (!(await run(apiKey.id))) return;
            toast(t('revoked', { name: apiKey.name }));
            setAsking(false);
          }}
        />
      ) : null}
    </li>
  );
}
