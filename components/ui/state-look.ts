import type { IconName } from './icon-names.ts';

/** confirmed, on its way, failed, differs, needs a person, switched off, nothing known yet. */
export type StateKind = 'good' | 'waiting' | 'bad' | 'differs' | 'needs_you' | 'paused' | 'unknown';

/** Icon and colours of each. */
export const STATE_LOOK: Record<StateKind, { icon: IconName; text: string; chip: string }> = {
  good: { icon: 'check', text: 'text-good', chip: 'bg-good-soft text-good' },
  waiting: { icon: 'clock-3', text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  bad: { icon: 'x', text: 'text-bad', chip: 'bg-bad-soft text-bad' },
  differs: { icon: 'arrow-left-right', text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  needs_you: { icon: 'hand', text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  paused: { icon: 'circle-pause', text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  unknown: { icon: 'circle-dashed', text: 'text-ink-3', chip: 'bg-idle-soft text-ink-2' },
};
