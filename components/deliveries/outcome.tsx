import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import type { Delivery } from '#lib/domain/deliveries/schemas.ts';

/** What came of a call; `open` where no answer has come. */
export type Outcome = NonNullable<Delivery['outcome']> | 'open';

export const outcomeOf = (delivery: Pick<Delivery, 'outcome'>): Outcome => delivery.outcome ?? 'open';

const KIND: Record<Outcome, StateKind> = {
  accepted: 'good',
  partial: 'differs',
  refused: 'bad',
  failed: 'bad',
  unclear: 'differs',
  open: 'waiting',
};

export function OutcomeState({ outcome, chip }: { outcome: Outcome; chip?: boolean }) {
  const t = useTranslations('deliveries.outcome');
  return (
    <State kind={KIND[outcome]} {...(chip ? { chip } : {})}>
      {t(outcome)}
    </State>
  );
}
