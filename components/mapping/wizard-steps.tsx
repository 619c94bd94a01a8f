import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { StateLight } from '#components/ui/state-light.tsx';
import type { Step } from './use-draft.ts';

const STEPS: readonly Step[] = ['choose', 'preview', 'done'];

/** The way, with how far one is; going back loses nothing. */
export function WizardSteps({
  here,
  mayPreview,
  onGo,
}: {
  here: Step;
  mayPreview: boolean;
  onGo: (step: Step) => void;
}) {
  const t = useTranslations('mapping.step');
  const at = STEPS.indexOf(here);
  return (
    <nav aria-label={t('label')}>
      <ol className="flex gap-1 lg:flex-col">
        {STEPS.map((step, index) => {
          const isOpen =
            here !== 'done' && step !== here && (step === 'choose' || (step === 'preview' && mayPreview));
          const body = (
            <>
              {index < at || here === 'done' ? (
                <StateLight kind="good" label={t('finished')} />
              ) : (
                <span
                  aria-hidden
                  className={cn(
                    'grid size-4 shrink-0 place-items-center rounded-full border font-medium text-[10px] leading-none',
                    step === here ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong',
                  )}
                >
                  {index + 1}
                </span>
              )}
              {/* On a phone the one that counts has the room; the others are numbers with a name for who listens. */}
              <span className={cn('min-w-0', step !== here && 'max-sm:sr-only')}>{t(step)}</span>
            </>
          );
          const look = cn(
            'flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm',
            step === here ? 'font-medium text-ink' : 'text-ink-2',
          );
          return (
            <li key={step} className="min-w-0" aria-current={step === here ? 'step' : undefined}>
              {isOpen ? (
                <button
                  type="button"
                  className={cn(look, 'hover:bg-hover hover:text-ink')}
                  onClick={() => onGo(step)}
                >
                  {body}
                </button>
              ) : (
                <span className={look}>{body}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
