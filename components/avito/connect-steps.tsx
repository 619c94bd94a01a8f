import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { StateLight } from '#components/ui/state-light.tsx';

export const STEPS = ['authorize', 'item', 'markup'] as const;
export type ConnectStep = (typeof STEPS)[number];

/** The three steps, with how far one is. */
export function ConnectSteps({ here }: { here: ConnectStep }) {
  const t = useTranslations('avito.step');
  const at = STEPS.indexOf(here);
  return (
    <ol aria-label={t('label')} className="flex gap-1.5">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={step === here ? 'step' : undefined}
          className={cn(
            'flex min-w-0 flex-1 items-center gap-2 border-t-2 pt-2 text-sm',
            index <= at ? 'border-accent' : 'border-line',
            step === here ? 'font-medium text-ink' : 'text-ink-2',
          )}
        >
          {index < at ? (
            <StateLight kind="good" label={t('finished')} />
          ) : (
            <span
              aria-hidden
              className={cn(
                'tnum grid size-4 shrink-0 place-items-center rounded-full border font-medium text-[10px] leading-none',
                step === here ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong',
              )}
            >
              {index + 1}
            </span>
          )}
          <span className="min-w-0 truncate" title={t(step)}>
            {t(step)}
          </span>
        </li>
      ))}
    </ol>
  );
}
