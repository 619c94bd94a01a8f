'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

const archive = (path: string) => call('DELETE', path);

export function ArchiveProperty({ id, name }: { id: string; name: string }) {
  return <Archive path={`/api/properties/${id}`} name={name} after="/properties" />;
}

export function ArchiveUnit({ id, name, propertyId }: { id: string; name: string; propertyId: string }) {
  return <Archive path={`/api/units/${id}`} name={name} after={`/properties/${propertyId}`} />;
}

function Archive({ path, name, after }: { path: string; name: string; after: string }) {
  const t = useTranslations('archive');
  const common = useTranslations('common');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, problem } = useAction(archive);
  return (
    <div className="max-w-[640px] border-line border-t pt-5">
      <h2 className="font-semibold text-lg">{t('title')}</h2>
      <p className="mt-0.5 mb-3 text-ink-2">{t('means')}</p>
      <Button kind="dangerQuiet" className="border-line-strong" onClick={() => setOpen(true)}>
        {t('action')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        width="sm"
        title={t('sure', { name })}
        description={t('means')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
            <Button
              kind="danger"
              pending={pending}
              onClick={async () => {
                if (await run(path)) router.push(after);
              }}
            >
              {t('action')}
            </Button>
          </>
        }
      >
        <ProblemNotice problem={problem} />
      </Dialog>
    </div>
  );
}
