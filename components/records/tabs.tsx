import Link from 'next/link';
import { cn } from '#components/ui/cn.ts';

export type Tab = { href: string; label: string; here: boolean; count?: number };

/** Pages that belong together. Each has an address of its own, so these are links. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="px-4 pb-5 sm:px-6 lg:px-8">
      <ul className="flex flex-wrap gap-x-5 border-line border-b">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.here ? 'page' : undefined}
              className={cn(
                '-mb-px flex h-9 items-center gap-2 border-transparent border-b-2 text-ink-2 transition-colors hover:text-ink',
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
