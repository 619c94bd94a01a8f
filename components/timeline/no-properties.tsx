import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SampleBar } from '#components/calendar/sample-bar.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';

const SAMPLE = [
  {
    unit: 'a',
    bars: [
      { from: 0, nights: 4, channel: 'airbnb', name: 'Marta L.' },
      { from: 4, nights: 5, channel: 'booking', name: 'Jonas Meier' },
    ],
  },
  {
    unit: 'b',
    bars: [
      { from: 2, nights: 3, channel: 'direct', name: 'Aoife Byrne' },
      { from: 8, nights: 4, channel: 'vrbo', name: 'The Andersons' },
    ],
  },
  { unit: 'c', bars: [{ from: 1, nights: 7, channel: 'avito', name: 'Анна П.' }] },
] as const;
const DAYS = 14;

/** Before the first property: what will stand here, the one thing to do, and how it looks. */
export function NoProperties({ mayAdd }: { mayAdd: boolean }) {
  const t = useTranslations('timeline');
  const door = useTranslations('door');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('empty.title')}
          action={
            mayAdd ? (
              <Button asChild kind="primary">
                <Link href="/properties/new">
                  <Icon name="plus" />
                  {t('empty.add')}
                </Link>
              </Button>
            ) : null
          }
          sample={
            <figure className="max-w-3xl">
              <figcaption className="mb-2 text-ink-2 text-xs">{t('empty.sample')}</figcaption>
              <div aria-hidden className="overflow-hidden rounded-lg border border-line-strong bg-panel">
                {SAMPLE.map((row) => (
                  <div key={row.unit} className="flex border-line border-b last:border-b-0">
                    <span className="w-28 shrink-0 truncate border-line-strong border-r px-3 py-3 sm:w-40">
                      {door(`unit.${row.unit}`)}
                    </span>
                    <span
                      className="relative h-11 min-w-0 flex-1"
                      style={{
                        backgroundImage: 'linear-gradient(90deg, var(--line) 1px, transparent 1px)',
                        backgroundSize: `${100 / DAYS}% 100%`,
                      }}
                    >
                      {row.bars.map((bar) => (
                        <SampleBar key={bar.name} days={DAYS} {...bar} />
                      ))}
                    </span>
                  </div>
                ))}
              </div>
            </figure>
          }
        >
          {mayAdd ? t('empty.means') : t('empty.ask')}
        </EmptyState>
      </PageBody>
    </>
  );
}
