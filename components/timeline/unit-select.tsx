'use client';

import type { ComponentProps } from 'react';
import { Select } from '#components/ui/input.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';

/** Every unit, under its property where that has several. */
export function UnitSelect({ timeline, ...rest }: { timeline: Timeline } & ComponentProps<'select'>) {
  return (
    <Select required {...rest}>
      {timeline.properties.map((property) => {
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
