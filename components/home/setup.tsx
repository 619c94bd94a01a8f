import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { StateLight } from '#components/ui/state-light.tsx';
import { SetupSample } from './setup-sample.tsx';

export type SetupStep = {
  key: 'property' | 'calendar' | 'reader';
  isDone: boolean;
  href: string | null;
  may: boolean;
};

/** Three steps from nothing to calendars in step. One button: that of the step whose turn it is. */
export function Setup({ steps, showsSample }: { steps: readonly SetupStep[]; showsSample: boolean }) {
  const t = useTranslations('home.setup');
  const turn = steps.find((step) => !step.isDone);
  return (
    <section
      aria-label={t('label')}
      className={cn(showsSample && 'grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]')}
    >
      <ol
        className={cn(
          'self-start rounded-lg border border-line bg-panel',
          !showsSample && 'lg:grid lg:grid-cols-3',
        )}
      >
        {steps.map((step, index) => (
          <li
            key={step.key}
            className={cn(
              'flex items-start gap-3 border-line border-b px-4 py-3.5 last:border-b-0',
              !showsSample && 'lg:border-r lg:border-b-0 lg:last:border-r-0',
            )}
          >
            {step.isDone ? (
              <StateLight kind="good" label={t('done')} className="mt-0.5 size-5" />
            ) : (
              <span
                aria-hidden
                className={cn(
                  'tnum mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border font-medium text-xs',
                  step === turn ? 'border-accent text-accent-text' : 'border-line-strong text-ink-2',
                )}
              >
                {index + 1}
              </span>
            )}
            <div className="min-w-0">
              <h2 className={cn('font-medium', step.isDone && 'text-ink-2')}>{t(`${step.key}.title`)}</h2>
              {step.isDone ? null : <p className="mt-0.5 text-ink-2">{t(`${step.key}.means`)}</p>}
              {step !== turn ? null : step.may && step.href ? (
                <Button asChild kind="primary" className="mt-3">
                  <Link href={step.href}>{t(`${step.key}.action`)}</Link>
                </Button>
              ) : (
                <p className="mt-2 text-ink-2 text-sm">{t('notYours')}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
      {showsSample ? <SetupSample /> : null}
    </section>
  );
}
