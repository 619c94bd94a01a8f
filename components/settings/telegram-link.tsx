'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { NoticeChoices, TelegramCode } from '#lib/domain/notices/schemas.ts';
import { NoticeTest } from './notice-test.tsx';

const begin = () => call<TelegramCode>('POST', '/api/notices/telegram');
const end = () => call('DELETE', '/api/notices/telegram');

/** Linked, waiting for the code, or neither: each with the one thing to do. */
export function TelegramLink({
  telegram,
  onWaiting,
  onChange,
}: {
  telegram: NoticeChoices['telegram'];
  onWaiting: (isWaiting: boolean) => void;
  onChange: () => void;
}) {
  const t = useTranslations('notices.telegram');
  const common = useTranslations('common');
  const link = useAction(begin);
  const unlink = useAction(end);
  const [code, setCode] = useState<TelegramCode | null>(null);
  const { linkedAt } = telegram;

  useEffect(() => {
    if (!linkedAt || !code) return;
    setCode(null);
    onWaiting(false);
    toast(t('linkedNow'));
  }, [linkedAt, code, onWaiting, t]);

  async function stop() {
    if (!(await unlink.run())) return;
    setCode(null);
    onWaiting(false);
    onChange();
  }

  if (linkedAt) {
    return (
      <div className="flex flex-col items-start gap-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <State kind="good">{t('linked')}</State>
          <span className="text-ink-2 text-sm">
            {t('since')} <Moment at={linkedAt} />
          </span>
          <Button kind="quiet" size="sm" pending={unlink.pending} onClick={() => void stop()}>
            {t('unlink')}
          </Button>
        </div>
        <ProblemNotice problem={unlink.problem} />
        <NoticeTest medium="telegram" />
      </div>
    );
  }
  if (code) {
    return (
      <div className="flex max-w-[640px] flex-col items-start gap-3">
        <State kind="waiting">{t('waiting', { bot: `@${code.bot}` })}</State>
        <p className="text-ink-2 text-sm">
          {t('send', { bot: `@${code.bot}` })} {t('ends')} <Moment at={code.expiresAt} />
        </p>
        <div className="w-full max-w-80">
          <CopyField value={`/start ${code.code}`} label={t('code')} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button asChild kind="primary">
            <a href={code.link} target="_blank" rel="noreferrer">
              <Icon name="external-link" />
              {t('open')}
            </a>
          </Button>
          <Button kind="quiet" pending={unlink.pending} onClick={() => void stop()}>
            {common('cancel')}
          </Button>
        </div>
        <ProblemNotice problem={unlink.problem} />
      </div>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        pending={link.pending}
        onClick={async () => {
          const made = await link.run();
          if (!made) return;
          setCode(made.value);
          onWaiting(true);
        }}
      >
        {t('link')}
      </Button>
      <ProblemNotice problem={link.problem} />
    </div>
  );
}
