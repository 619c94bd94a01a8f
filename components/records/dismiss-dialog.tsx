'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import type { Waiting } from '#lib/domain/intake/schemas.ts';
import { restoreWaiting, settleWaiting } from './waiting-actions.ts';

/** Takes it off the list; says plainly that this protects no night. */
export function DismissDialog({
  item,
  name,
  channel,
  onClose,
}: {
  item: Waiting;
  name: string;
  channel: string;
  onClose: () => void;
}) {
  const t = useTranslations('waiting.dismiss');
  const records = useTranslations('records.inbox');
  const common = useTranslations('common');
  const router = useRouter();
  const offerUndo = useUndo();
  const [note, setNote] = useState('');
  const { run, pending, problem } = useAction(settleWaiting);

  async function dismiss() {
    const said = note.trim();
    if (!(await run(item.id, { action: 'dismiss', ...(said ? { note: said } : {}) }))) return;
    offerUndo({
      title: t('done', { name }),
      undo: async () => {
        await restoreWaiting(item.id);
        router.refresh();
      },
      undone: t('undone', { name }),
      isTold: false,
    });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name })}
      description={t('means', { channel })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" pending={pending} onClick={dismiss}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ProblemNotice problem={problem} />
        <Field label={records('note')} hint={records('noteHint')} optional={common('optional')}>
          <Textarea
            maxLength={2000}
            rows={2}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
