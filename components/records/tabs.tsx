import Link from 'next/link';
import { cn } from '#components/ui/cn.ts';

export type Tab = { href: string; label: string; here: boolean; count?: number };

/** Pages that belong together. Each has an address of its own, so these are links. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="px-4 pb-5 sm:px-6 lg:px-8">
      {/* A phone shows what fits and scrolls to the others; the line is drawn within, or it would be cut off. */}
      <ul className="-mx-4 flex gap-x-5 overflow-x-auto whitespace-nowrap px-4 shadow-[inset_0_-1px_0_var(--line)] [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
        {tabs.map((tab) => (
          <li key={tab.href} className={cn('shrink-0', tab.here && '[scroll-initial-target:nearest]')}>
            <Link
              href={tab.href}
              aria-current={tab.here ? 'page' : undefined}
              className={cn(
                'flex h-9 items-center gap-2 border-transparent border-b-2 text-ink-2 transition-colors hover:text-ink',
                tab.here && 'border-accent font-medium text-ink',
              )}
            >
              {tab.label}
              {tab.count ? (
                <span className="tnum rounded-full bg-warn-soft px-1.5 font-medium text-warn text-xs">
                  {tab.count}
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
