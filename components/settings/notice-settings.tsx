'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { Section } from '#components/frame/page.tsx';
import type { NoticeChoices } from '#lib/domain/notices/schemas.ts';
import { Closed } from './closed.tsx';
import { NoticeTable } from './notice-table.tsx';
import { NoticeTest } from './notice-test.tsx';
import { SoundChoice } from './sound-choice.tsx';
import { TelegramLink } from './telegram-link.tsx';

const KEY = ['notice-choices'];
const WAITING_MS = 2_000;

/** What this person is told of, and by what: each change takes effect at once. */
export function NoticeSettings({ first }: { first: NoticeChoices }) {
  const t = useTranslations('notices');
  const client = useQueryClient();
  const [isLinking, setLinking] = useState(false);
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<NoticeChoices>('GET', '/api/notices/choices', undefined, signal),
    initialData: first,
    // The code is sent from a phone: nothing here knows of it but by asking.
    refetchInterval: (asked) => (isLinking && !asked.state.data?.telegram.linkedAt ? WAITING_MS : false),
  });
  const choices = query.data;
  const keep = (next: NoticeChoices) => client.setQueryData(KEY, next);
  const reread = () => client.invalidateQueries({ queryKey: KEY });

  return (
    <>
      <Section title={t('title')} lead={t('lead')}>
        <NoticeTable choices={choices} onChange={keep} />
      </Section>
      <SoundChoice />
      <Section title={t('mail.title')} lead={t('mail.lead', { address: choices.mail.address })}>
        {choices.mail.isConfigured ? (
          <NoticeTest medium="mail" />
        ) : (
          <Closed>{t('mail.notConfigured')}</Closed>
        )}
      </Section>
      <Section title={t('telegram.title')} lead={t('telegram.lead')}>
        {choices.telegram.isConfigured ? (
          <TelegramLink
            telegram={choices.telegram}
            onWaiting={setLinking}
            onChange={() => {
              void reread();
            }}
          />
        ) : (
          <Closed>{t('telegram.notConfigured')}</Closed>
        )}
      </Section>
    </>
  );
}
