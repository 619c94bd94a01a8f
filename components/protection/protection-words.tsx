import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { Protection } from '#lib/domain/protection/schemas.ts';
import { mendOf } from './mend.ts';
import { PROTECTION_STATE } from './state.ts';
import { useProtectionWords } from './use-protection-words.ts';

/** How well a unit is protected: in a word, the evidence or the worst gap in a sentence, and the one button that mends it. */
export function ProtectionWords({ protection, now }: { protection: Protection; now: string }) {
  const t = useTranslations('protection');
  const words = useProtectionWords();
  const [first, ...more] = words.sentences(protection, Date.parse(now));
  const [worst] = protection.reasons;
  const mend = worst ? mendOf(worst) : null;
  return (
    <div className="min-w-0">
      <State kind={PROTECTION_STATE[protection.level]} className="font-medium">
        {words.word(protection)}
      </State>
      <p className="break-words text-ink-2 text-sm">
        {first}{' '}
        {mend ? (
          <Link href={mend.href} className="text-accent-text underline underline-offset-4 print:hidden">
            {t(`mend.${mend.word}`)}
          </Link>
        ) : null}
      </p>
      {more.length > 0 ? (
        <details className="text-ink-2 text-sm">
          <summary className="cursor-pointer underline decoration-line-strong underline-offset-4">
            {t('more', { count: more.length })}
          </summary>
          <ul className="mt-1 flex flex-col gap-1">
            {more.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
