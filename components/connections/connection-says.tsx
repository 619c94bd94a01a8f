import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { Phase } from './phase.ts';
import { isPicked } from './picked.ts';

/** These say first why, by the code of the error, then what it means. */
const CAUSED: ReadonlySet<Phase> = new Set(['error', 'expired', 'delayed', 'limited']);
/** While these last, a booking made there may be unknown here. */
const BLIND: ReadonlySet<Phase> = new Set(['error', 'expired', 'delayed', 'paused']);

/** One sentence of truth: the cause where something is wrong, and what it means for a guest's night. */
export function ConnectionSays({
  state,
  phase,
  channel,
  now,
}: {
  state: ConnectionState;
  phase: Phase;
  channel: string;
  now: string;
}) {
  const t = useTranslations('connections');
  const code = state.lastError?.code ?? '';
  const avito = useTranslations('avito.card');
  const hasCause = CAUSED.has(phase) && state.lastError !== null;
  const proof = state.lastSuccessAt;
  const left = state.mapped.total - state.mapped.done;
  return (
    <p className="mt-1 max-w-3xl text-ink-2">
      {hasCause ? (
        <span title={state.lastError?.message}>
          {t.has(`cause.${code}`) ? t(`cause.${code}`, { channel }) : state.lastError?.message}
        </span>
      ) : phase === 'no_listings' && isPicked(state.provider) ? (
        avito('notMapped')
      ) : (
        t.rich(`phase.${phase}.says`, {
          channel,
          count: phase === 'mapping' ? left : phase === 'waiting' ? state.waiting : state.mapped.done,
          ago: () => (proof ? <Ago at={proof} now={now} /> : null),
        })
      )}
      {BLIND.has(phase) ? (
        <> {proof ? t.rich('blindSince', { ago: () => <Ago at={proof} now={now} /> }) : t('blindEver')}</>
      ) : null}
    </p>
  );
}
