'use client';

import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { State } from '#components/ui/state.tsx';
import type { Flow } from './shapes.ts';
import { StepHeading } from './step-heading.tsx';

/** What stands already of a way that was left, and how long it waits. */
export function ResumeStep({ flow, now }: { flow: Flow; now: string }) {
  const t = useTranslations('avito.resume');
  return (
    <div className="flex flex-col gap-4">
      <StepHeading lead={t.rich('lead', { ago: () => <Ago at={flow.expiresAt} now={now} /> })}>
        {t('title')}
      </StepHeading>
      <ul className="flex flex-col gap-1.5">
        <li>
          <State kind="good">{t('authorized')}</State>
        </li>
        <li>
          <State kind={flow.step === 'markup' ? 'good' : 'waiting'}>
            {flow.step === 'markup' && flow.itemName ? t('item', { name: flow.itemName }) : t('noItem')}
          </State>
        </li>
        <li>
          <State kind="waiting">{t('noMarkup')}</State>
        </li>
      </ul>
    </div>
  );
}
