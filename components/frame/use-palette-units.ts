import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#components/api/client.ts';
import type { Property } from '#lib/domain/properties/schemas.ts';

export type PaletteUnit = {
  readonly href: string;
  readonly name: string;
  readonly property: string | null;
};

/** More are not looked through: who sees a dozen types on. */
const SHOWN = 12;
const FRESH_MS = 60_000;

/** Properties and units whose name holds what was typed. All of them are read, once the palette is open and not before. */
export function usePaletteUnits(open: boolean, text: string): readonly PaletteUnit[] {
  const all = useQuery({
    queryKey: ['palette-units'],
    enabled: open,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => readUnits(signal),
  });
  return useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase();
    const holds = ({ name, property }: PaletteUnit) =>
      `${name} ${property ?? ''}`.toLocaleLowerCase().includes(wanted);
    return (all.data ?? []).filter(holds).slice(0, SHOWN);
  }, [all.data, text]);
}

async function readUnits(signal: AbortSignal): Promise<PaletteUnit[]> {
  const found: PaletteUnit[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Property[]; nextCursor: string | null } = await call(
      'GET',
      `/api/properties?limit=200${cursor ? `&cursor=${cursor}` : ''}`,
      undefined,
      signal,
    );
    found.push(...page.items.flatMap(entriesOf));
    cursor = page.nextCursor;
  }
  return found;
}

function entriesOf({ id, name, units }: Property): PaletteUnit[] {
  return [
    { href: `/properties/${id}`, name, property: null },
    ...(units.length > 1
      ? units.map((unit) => ({ href: `/units/${unit.id}`, name: unit.name, property: name }))
      : []),
  ];
}
