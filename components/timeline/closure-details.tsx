'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useDesk } from './desk.ts';
import { Facts } from './facts.tsx';
import type { Opened } from './opened.ts';
import { Source } from './source.tsx';

/** Nights that another calendar closed, or that are kept free to prepare: where that is decided. */
export function ClosureDetails({ opened }: { opened: Opened }) {
  const t = useTranslations('timeline');
  const desk = useDesk();
  const { bar, unit } = opened;
  return (
    <div className="flex flex-col gap-4">
      {bar.inConflict ? (
        <Notice
          kind="bad"
          title={t('possibleClash')}
          action={
            <Button asChild kind="danger" size="sm">
              <Link href={`/conflicts?unit=${unit.id}`}>
                {desk.rights.resolve ? t('resolve') : t('seeClash')}
              </Link>
            </Button>
          }
        />
      ) : null}
      {bar.source ? (
        <Facts
          facts={[
            [t('from'), <Source key="source" opened={opened} />],
            bar.label ? [t('says'), `“${bar.label}”`] : null,
          ]}
        />
      ) : null}
      <Button asChild className="self-start">
        <Link href={`/units/${unit.id}`}>
          {bar.kind === 'closure' ? t('openCalendars') : t('openUnit')}
          <Icon name="arrow-right" />
        </Link>
      </Button>
    </div>
  );
}
