import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import type { Message } from '#lib/domain/messages/schemas.ts';

const KIND: Record<Message['outcome'], StateKind> = {
  changed: 'good',
  nothing: 'unknown',
  refused: 'bad',
  unreadable: 'needs_you',
  unknown: 'differs',
  altered: 'bad',
  repeated: 'unknown',
};

export function MessageOutcome({ outcome, chip }: { outcome: Message['outcome']; chip?: boolean }) {
  const t = useTranslations('messages.outcome');
  return (
    <State kind={KIND[outcome]} {...(chip ? { chip } : {})}>
      {t(outcome)}
    </State>
  );
}
