'use client';

import { useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Nights } from './layout.ts';
import { useBarWords } from './use-bar-words.ts';

/** Two dates that cannot be in the wrong order: an arrival moved past the departure takes it along. */
export function NightsFields({
  nights,
  labels,
  errors,
  onChange,
}: {
  nights: Nights;
  labels: { from: string; to: string };
  errors: { from: string | undefined; to: string | undefined };
  onChange: (nights: Nights) => void;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const isInOrder = nights.checkIn !== '' && nights.checkIn < nights.checkOut;
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-3 min-[400px]:grid-cols-2">
      <Field label={labels.from} error={errors.from}>
        <Input
          type="date"
          required
          value={nights.checkIn}
          onChange={(event) => {
            const checkIn = event.target.value;
            const follows = checkIn !== '' && nights.checkOut <= checkIn;
            onChange({ checkIn, checkOut: follows ? addDays(checkIn, 1) : nights.checkOut });
          }}
        />
      </Field>
      <Field label={labels.to} error={errors.to}>
        <Input
          type="date"
          required
          min={nights.checkIn === '' ? undefined : addDays(nights.checkIn, 1)}
          value={nights.checkOut}
          onChange={(event) => onChange({ ...nights, checkOut: event.target.value })}
        />
      </Field>
      <p className="tnum text-ink-2 text-sm min-[400px]:col-span-2">
        {isInOrder ? `${words.stay(nights)}, ${words.nights(nights)}` : t('chooseDates')}
      </p>
    </div>
  );
}
