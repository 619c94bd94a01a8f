import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { TestAnswer } from '#lib/domain/connections/schemas.ts';

/** What was tried, in order, and what answered; after the first that failed nothing was tried. */
export function TestSteps({ answer, channel }: { answer: TestAnswer; channel: string }) {
  const t = useTranslations('connections.test');
  const cause = useTranslations('connections.cause');
  const { error } = answer;
  // Before the first account there is no token to try: that is no fault.
  const isEarly = error?.code === 'gone' && answer.steps.at(-1)?.step === 'token';
  return (
    <div role="status" className="flex flex-col gap-3">
      <ol className="rounded-md border border-line">
        {answer.steps.map(({ step, ok, message }) => (
          <li
            key={step}
            className="flex flex-wrap items-start gap-x-4 gap-y-0.5 border-line border-b px-3 py-2 last:border-b-0"
          >
            <span className="w-32 shrink-0 font-medium">{t(`step.${step}`)}</span>
            <span className="min-w-0 flex-[1_1_12rem]" title={message}>
              {ok ? (
                <State kind="good">{t('ok')}</State>
              ) : isEarly ? (
                <State kind="unknown">{t('early')}</State>
              ) : (
                <>
                  <State kind="bad">{t('fails')}</State>
                  <span className="block break-words text-ink-2 text-sm">
                    {error && cause.has(error.code) ? cause(error.code, { channel }) : message}
                  </span>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {answer.ok ? <p className="text-ink-2">{t('allWell', { channel })}</p> : null}
      {isEarly ? <p className="text-ink-2">{t('earlyMeans', { channel })}</p> : null}
    </div>
  );
}
