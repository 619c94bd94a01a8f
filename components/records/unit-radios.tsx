import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { UnitChoice } from './free-units.ts';

/** Units to choose one of, each with whether its nights are free. */
export function UnitRadios({
  choices,
  value,
  onChange,
  mayTake,
}: {
  choices: readonly UnitChoice[];
  value: string;
  onChange: (unitId: string) => void;
  /** Whether a unit that is taken can be chosen all the same. */
  mayTake: boolean;
}) {
  const t = useTranslations('records.inbox.move');
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('to')}</legend>
      <ul className="rounded-md border border-line">
        {choices.map((choice) => {
          const isOpen = choice.isFree || mayTake;
          return (
            <li key={choice.id} className="border-line border-b last:border-b-0">
              <label
                className={`flex min-h-10 items-center gap-3 px-3 py-1.5 ${isOpen ? 'cursor-pointer hover:bg-hover/50' : 'text-ink-2'}`}
              >
                <input
                  type="radio"
                  name="unit"
                  value={choice.id}
                  disabled={!isOpen}
                  checked={value === choice.id}
                  onChange={() => onChange(choice.id)}
                  className="size-4 accent-(--accent)"
                />
                <span className="min-w-0 flex-1 break-words">{choice.label}</span>
                <State kind={choice.isFree ? 'good' : 'unknown'}>{t(choice.isFree ? 'free' : 'taken')}</State>
              </label>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
