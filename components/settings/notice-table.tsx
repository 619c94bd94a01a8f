'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Switch } from '#components/ui/switch.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import type { NoticeChoice, NoticeChoices, NoticeMedium } from '#lib/domain/notices/schemas.ts';

const set = (choice: NoticeChoice) => call<NoticeChoices>('PUT', '/api/notices/choices', choice);
const MEDIA = ['mail', 'telegram'] as const;

/** Kinds down, media across. A medium that reaches nobody here cannot be switched, and its head says why. */
export function NoticeTable({
  choices,
  onChange,
}: {
  choices: NoticeChoices;
  onChange: (next: NoticeChoices) => void;
}) {
  const t = useTranslations('notices');
  const { run, pending, problem } = useAction(set);
  const missing: Record<NoticeMedium, string | null> = {
    mail: choices.mail.isConfigured ? null : t('column.notHere'),
    telegram: !choices.telegram.isConfigured
      ? t('column.notHere')
      : choices.telegram.linkedAt
        ? null
        : t('column.notLinked'),
  };

  async function choose(choice: NoticeChoice) {
    const before = choices;
    const kinds = choices.kinds.map((row) =>
      row.kind === choice.kind ? { ...row, [choice.medium]: choice.isOn } : row,
    );
    onChange({ ...choices, kinds }); // it moves under the finger, and back where it is refused
    const done = await run(choice);
    onChange(done ? done.value : before);
  }

  return (
    <div className="flex flex-col gap-3">
      <ProblemNotice problem={problem} />
      <Table>
        <thead>
          <tr>
            <Th className="w-full py-1.5 align-bottom">{t('column.kind')}</Th>
            {MEDIA.map((medium) => (
              <Th key={medium} className="py-1.5 text-center align-bottom">
                {t(`${medium}.title`)}
                {missing[medium] ? (
                  <span className="block max-w-24 whitespace-normal font-normal text-ink-3 text-xs">
                    {missing[medium]}
                  </span>
                ) : null}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {choices.kinds.map((row) => (
            <Tr key={row.kind}>
              <Td>
                <p className="font-medium" id={`notice-${row.kind}`}>
                  {t(`kinds.${row.kind}.title`)}
                </p>
                <p className="text-ink-2 text-sm">{t(`kinds.${row.kind}.means`)}</p>
              </Td>
              {MEDIA.map((medium) => (
                <Td key={medium} className="text-center">
                  <Switch
                    checked={row[medium] && missing[medium] === null}
                    disabled={missing[medium] !== null || pending}
                    aria-label={t('switch', {
                      kind: t(`kinds.${row.kind}.title`),
                      medium: t(`${medium}.title`),
                    })}
                    onCheckedChange={(isOn) => void choose({ kind: row.kind, medium, isOn })}
                  />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
