'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { NewTurnoverLink, TurnoverLink } from '#lib/domain/turnovers/schemas.ts';
import { LinkRow } from './link-row.tsx';
import { type Shareable, ShareForm } from './share-form.tsx';

/** Makes a link for whoever cleans, shows it this once, and lists those that open. */
export function ShareDialog({
  properties,
  mayShare,
  onClose,
}: {
  properties: readonly Shareable[];
  mayShare: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('turnovers.share');
  const [made, setMade] = useState<NewTurnoverLink | null>(null);
  const links = useQuery({
    queryKey: ['turnovers'],
    queryFn: ({ signal }) => call<{ items: TurnoverLink[] }>('GET', '/api/turnovers', undefined, signal),
    staleTime: 0,
  });

  if (made) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t('madeTitle', { name: made.name })}
        description={t('madeMeans')}
        footer={
          <Button kind="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <CopyField value={made.url} label={t('link')} />
      </Dialog>
    );
  }
  const items = links.data?.items ?? [];
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} description={t('lead')}>
      {mayShare ? <ShareForm properties={properties} onMade={setMade} /> : null}
      <h3 className={`mb-2 font-semibold ${mayShare ? 'mt-6' : ''}`}>{t('links')}</h3>
      {links.error ? <ProblemNotice problem={toProblem(links.error)} /> : null}
      {links.isPending ? (
        <p className="min-h-14 text-ink-2">{t('loading')}</p>
      ) : items.length === 0 ? (
        <p className="min-h-14 text-ink-2">{links.error ? null : t('none')}</p>
      ) : (
        <ul className="rounded-lg border border-line">
          {items.map((link) => (
            <LinkRow key={link.id} link={link} mayRevoke={mayShare} onRevoked={() => void links.refetch()} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
