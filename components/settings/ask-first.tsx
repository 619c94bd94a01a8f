'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

/** What cannot be taken back is said before it is done. */
export function AskFirst({
  title,
  means,
  confirm,
  pending,
  problem,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  means: string;
  confirm: string;
  pending: boolean;
  problem: Problem | null;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const common = useTranslations('common');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="danger" pending={pending} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-ink-2">{means}</p>
        {children}
        <ProblemNotice problem={problem} />
      </div>
    </Dialog>
  );
}
