'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ChannelDetail, TestAnswer } from '#lib/domain/connections/schemas.ts';
import { EMPTY_SECRETS, inputOf, isTouched, type Secrets } from './configure-input.ts';
import { configureChannel, testConnection } from './connection-actions.ts';
import { isPicked } from './picked.ts';
import { TestSteps } from './test-steps.tsx';

const FIELDS = ['apiKey', 'apiSecret', 'webhookSecret', 'webhookUrl'] as const;

/** Key and secret of a channel: written here, never read back. Saved, they are tried at once and the steps shown. */
export function ConfigureDialog({ channel: told, onClose }: { channel: ChannelDetail; onClose: () => void }) {
  const t = useTranslations('connections.configure');
  const common = useTranslations('common');
  const [channel, setChannel] = useState(told);
  const [secrets, setSecrets] = useState<Secrets>(EMPTY_SECRETS);
  const [isActive, setActive] = useState(told.app.isActive);
  const [tried, setTried] = useState<TestAnswer | null>(null);
  const save = useAction(configureChannel);
  const test = useAction(testConnection);
  // About the pair, not about a field: it is told above them.
  const isRefused = save.problem?.details.reason === 'app_refused';
  const errorOf = useFieldErrors(isRefused ? null : save.problem);
  const form = useId();
  const { app, provider, name } = channel;
  const isOwn = app.source === 'organization';
  const live = channel.connections.filter(
    ({ id, status }) => id !== null && status !== 'disconnected',
  ).length;
  const accountId = channel.connections.find((state) => state.status !== 'disconnected')?.id ?? null;
  const input = inputOf(secrets, isActive, app);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(null);
    const done = await save.run(provider, accountId, input);
    if (!done) return;
    setChannel(done.value);
    setSecrets(EMPTY_SECRETS);
    setTried(done.value.test);
  }

  async function tryIt() {
    setTried(null);
    const done = await test.run(provider, accountId);
    if (done) setTried(done.value);
  }

  const isMachine = channel.does.includes('queues');
  const isOurs = isPicked(provider);
  const labelOf = (key: (typeof FIELDS)[number]) => t(isMachine && key === 'apiKey' ? 'machineKey' : key);
  const hintOf = (key: (typeof FIELDS)[number]) => {
    if (isMachine && key === 'apiKey') return t('machineKeyHint', { channel: name });
    return t(isMachine && key === 'apiSecret' ? 'machineSecretHint' : `${key}Hint`);
  };
  function enterAgain() {
    save.clear();
    setSecrets({ ...secrets, apiKey: '', apiSecret: '' });
    document.querySelector<HTMLInputElement>(`form[id="${form}"] [name=apiKey]`)?.focus();
  }

  const field = (key: (typeof FIELDS)[number], isSet: boolean, type: 'password' | 'url' = 'password') => (
    <Field
      label={labelOf(key)}
      hint={hintOf(key)}
      error={errorOf(key)}
      {...(key === 'apiKey' || key === 'apiSecret' ? {} : { optional: common('optional') })}
    >
      <Input
        type={type}
        name={key}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder={isSet ? t('isSet') : ''}
        value={secrets[key]}
        onChange={(event) => setSecrets({ ...secrets, isRemoving: false, [key]: event.target.value })}
        className="font-mono text-sm"
      />
    </Field>
  );

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { channel: name })}
      description={
        isOurs
          ? t('source.instanceOnly', { channel: name })
          : isMachine && app.source === 'none'
            ? t('machineNone', { channel: name })
            : t(`source.${app.source}`, { channel: name })
      }
      footer={
        <>
          <Button
            pending={test.pending}
            disabled={app.source === 'none' || isTouched(input)}
            onClick={tryIt}
            className="mr-auto"
          >
            {t('test')}
          </Button>
          <Button onClick={onClose}>{common('close')}</Button>
          <Button
            type="submit"
            form={form}
            kind="primary"
            pending={save.pending}
            disabled={!isTouched(input)}
          >
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {isRefused ? <RefusedNotice channel={name} onAgain={enterAgain} /> : null}
        <ProblemNotice problem={beyondFields(save.problem, FIELDS) ?? test.problem} />
        {tried ? <TestSteps answer={tried} channel={name} /> : null}
        {isOurs ? null : field('apiKey', isOwn && app.hasApiKey)}
        {isOurs ? null : field('apiSecret', isOwn && app.hasApiSecret)}
        {app.webhookUrl && !isOurs ? (
          <div className="flex flex-col gap-1.5">
            <p className="font-medium text-sm">{t(app.isDoorOpen === null ? 'callUs' : 'door')}</p>
            <CopyField value={app.webhookUrl} label={t(app.isDoorOpen === null ? 'callUs' : 'door')} />
            <p className="text-ink-2 text-sm">
              {t(app.isDoorOpen === null ? 'callUsHint' : app.isDoorOpen ? 'doorHint' : 'doorClosed', {
                channel: name,
              })}
            </p>
          </div>
        ) : null}
        {app.gateUrl ? (
          <div className="flex flex-col gap-1.5">
            <p className="font-medium text-sm">{t('gate')}</p>
            <CopyField value={app.gateUrl} label={t('gate')} />
            <p className="text-ink-2 text-sm">{t('gateHint', { channel: name })}</p>
          </div>
        ) : null}
        {channel.does.includes('changes') ? (
          <>
            {field('webhookSecret', app.hasWebhookSecret)}
            {field('webhookUrl', false, 'url')}
          </>
        ) : null}
        <div className="flex items-start justify-between gap-4 border-line border-t pt-4">
          <span className="min-w-0">
            <label htmlFor={`${form}-active`} className="font-medium text-sm">
              {t('active')}
            </label>
            <span className="block text-ink-2 text-sm">
              {t('activeHint', { channel: name, count: live })}
            </span>
          </span>
          <Switch id={`${form}-active`} checked={isActive} onCheckedChange={setActive} />
        </div>
        {isOwn ? (
          <p>
            <Button
              kind="link"
              size="inline"
              onClick={() => setSecrets({ ...EMPTY_SECRETS, isRemoving: true })}
              disabled={secrets.isRemoving}
            >
              {t('remove')}
            </Button>
            {secrets.isRemoving ? <span className="ml-2 text-ink-2 text-sm">{t('removing')}</span> : null}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** Why the pair was not saved, what that means, and the way on. */
function RefusedNotice({ channel, onAgain }: { channel: string; onAgain: () => void }) {
  const t = useTranslations('connections.configure.refused');
  return (
    <Notice
      kind="bad"
      title={t('title', { channel })}
      action={
        <Button size="sm" onClick={onAgain}>
          {t('action')}
        </Button>
      }
    >
      {t('means', { channel })}
    </Notice>
  );
}
