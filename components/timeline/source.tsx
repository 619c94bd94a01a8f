import Link from 'next/link';
import type { Opened } from './opened.ts';

/** The calendar that told of a bar, with its colour; leads to where it is set up. */
export function Source({ opened: { bar, unit } }: { opened: Opened }) {
  if (!bar.source) return null;
  return (
    <Link href={`/units/${unit.id}`} className="inline-flex max-w-full items-center gap-1.5 hover:underline">
      <span aria-hidden style={{ background: bar.source.color }} className="size-2.5 shrink-0 rounded-full" />
      <span className="min-w-0 truncate" title={bar.source.name}>
        {bar.source.name}
      </span>
    </Link>
  );
}
