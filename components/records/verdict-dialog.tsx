'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import type { Conflict, Side, Verdict } from '#lib/domain/conflicts/schemas.ts';
import { useSideName } from './conflict-side.tsx';

export type Decision = { action: 'accept' | 'same_booking' | 'distinct' } | { action: 'cancel'; side: Side };

export function resolve(conflictId: string, verdict: Verdict): Promise<Conflict> {
  return call<Conflict>('POST', `/api/conflicts/${conflictId}/resolve`, verdict);
}

/** Says what will happen before it happens; the reason can be kept for those who come later. */
export function VerdictDialog({
  conflict,
  decision,
  onClose,
}: {
  conflict: Conflict;
  decision: Decision;
  onClose: () => void;
}) {
  const t = useTranslations('records.inbox');
  const common = useTranslations('common');
  const nameOf = useSideName();
  const [note, setNote] = useState('');
  const { run, pending, problem } = useAction(resolve);
  const { action } = decision;
  const name = action === 'cancel' ? nameOf(decision.side, 'sentence') : '';

  async function decide() {
    const said = note.trim() ? { note: note.trim() } : {};
    const verdict: Verdict =
      action === 'cancel' ? { action, stayId: decision.side.id, ...said } : { action, ...said };
    if (!(await run(conflict.id, verdict))) return;
    toast(t(`${action}.done`, { name }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`${action}.title`, { name })}
      description={t(`${action}.means`, { name })}
      footer={
        <>
          <Button onClick={onClose}>{common(action === 'cancel' ? 'back' : 'cancel')}</Button>
          <Button kind={action === 'cancel' ? 'danger' : 'primary'} pending={pending} onClick={decide}>
            {t(`${action}.confirm`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ProblemNotice problem={problem} />
        <Field label={t('note')} hint={t('noteHint')} optional={common('optional')}>
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
