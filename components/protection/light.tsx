import { State } from '#components/ui/state.tsx';
import type { Protection } from '#lib/domain/protection/schemas.ts';
import { PROTECTION_STATE } from './state.ts';
import { useProtectionWords } from './use-protection-words.ts';

/** How well a unit is protected, in a word; the evidence or what is missing is its title. */
export function Light({ protection, now }: { protection: Protection; now: string }) {
  const words = useProtectionWords();
  return (
    <State kind={PROTECTION_STATE[protection.level]} title={words.brief(protection, Date.parse(now))}>
      {words.word(protection)}
    </State>
  );
}
