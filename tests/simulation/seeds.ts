/** Worlds that broke a promise once, with what they found. What they show may fade as the simulation grows; they stay. */
export const FOUND: readonly { readonly seed: number; readonly steps: number; readonly found: string }[] = [
  { seed: 1, steps: 60, found: 'a feed that sold the nights a room needs after a guest of the whole house' },
  {
    seed: 2,
    steps: 100,
    found: 'a closure of the house that came back through a room and kept both closed for ever',
  },
  { seed: 3, steps: 100, found: 'two channels that kept closed for each other what a third had opened' },
  {
    seed: 7,
    steps: 120,
    found: 'an owner’s block taken for a copy when it grew together with what we had told',
  },
  { seed: 8, steps: 120, found: 'other bytes under the same version once a closure was over' },
];
