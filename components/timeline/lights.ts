'use client';

import { createContext, useContext } from 'react';
import type { TimelineUnit } from './rows.ts';
import type { Light } from './use-lights.ts';

type LightOf = (unit: TimelineUnit) => Light | null;

const Lights = createContext<LightOf>(() => null);

/** New lights come every minute and with whatever is told: past the rows, to the names alone. */
export const LightsProvider = Lights.Provider;

/** @returns null for a unit whose light is not known yet */
export function useLight(unit: TimelineUnit): Light | null {
  return useContext(Lights)(unit);
}
