'use client';

import { type ComponentProps, startTransition, useEffect, useState } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import { Select } from '#components/ui/select.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';

/** Every unit, under its property where that has several. A form is seen with the chosen one first: there may be hundreds. */
export function UnitSelect({ timeline, ...rest }: { timeline: Timeline } & ComponentProps<'select'>) {
  const [isWhole, setWhole] = useState(false);
  useEffect(() => afterPaint(() => startTransition(() => setWhole(true))), []);
  const properties = isWhole
    ? timeline.properties
    : timeline.properties.filter(({ units }) => units.some((unit) => unit.id === rest.value));
  return (
    <Select required {...rest}>
      {properties.map((property) => {
        const [first] = property.units;
        if (property.units.length === 1 && first) {
          return (
            <option key={first.id} value={first.id}>
              {property.name}
            </option>
          );
        }
        return (
          <optgroup key={property.id} label={property.name}>
            {property.units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
          </optgroup>
        );
      })}
    </Select>
  );
}
