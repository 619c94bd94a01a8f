'use client';

import { Slider as Radix } from 'radix-ui';

/** One value on a line: dragged, tapped, or moved by the arrows, by tens with Page Up and Page Down. */
export function Slider({
  value,
  onChange,
  min,
  max,
  step = 1,
  label,
  valueText,
}: {
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  label: string;
  /** How the value is said aloud. */
  valueText: string;
}) {
  return (
    <Radix.Root
      value={[value]}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      min={min}
      max={max}
      step={step}
      className="relative flex h-8 w-full touch-none select-none items-center"
    >
      <Radix.Track className="relative h-1.5 grow rounded-full bg-idle-soft ring-1 ring-line-strong/60 ring-inset">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="block size-5 cursor-grab rounded-full border-2 border-accent bg-overlay shadow-overlay transition-colors hover:bg-accent-soft active:cursor-grabbing"
      />
    </Radix.Root>
  );
}
