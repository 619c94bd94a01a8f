'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayInterval } from '#components/calendars/interval.ts';
import { INTERVALS } from '#components/calendars/platforms.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import { updateConnection } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';

/** How often a channel is asked. What it tells by itself comes at once in any case. */
export function IntervalDialog({ state, channelName, name, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.interval');
  const calendars = useTranslations('calendars');
  const common = useTranslations('common');
  const [minutes, setMinutes] = useState(state.intervalMinutes);
  const { run, pending, problem } = useAction(updateConnection);
  const form = useId();
  const offered = [...new Set<number>([...INTERVALS, state.intervalMinutes])].sort((a, b) => a - b);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!(await run(state.provider, state.id, { intervalMinutes: minutes }))) return;
    toast(t('done', { name }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={t('title', { channel: channelName })}
      description={name}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={problem} />
        <Field label={calendars('interval')} hint={t('hint')}>
          <Select value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {sayInterval(calendars, one)}
              </option>
            ))}
          </Select>
        </Field>
      </form>
    </Dialog>
  );
}
