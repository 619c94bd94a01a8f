import '#components/paper/paper.css';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { sayInstant } from '#components/format/words.ts';
import { Choice } from '#components/paper/choice.tsx';
import { PrintButton } from '#components/paper/print-button.tsx';
import { Sheet } from '#components/paper/sheet.tsx';
import { readAsked, sheetsOf } from '#components/paper/sheets.ts';
import { Signs } from '#components/paper/signs.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { commonestZone } from '#lib/domain/properties/commonest-zone.ts';
import { addNights, night } from '#lib/kernel/nights.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('paper'))('title') };
}

/**
 * The calendar as it goes on paper: whole, not the part that a screen draws. The grid draws only the rows in sight,
 * and no style sheet brings back what is not there.
 */
export default async function PrintPage({ searchParams }: Props) {
  const [{ ctx, organization }, said, t, locale] = await Promise.all([
    requirePageCtx(),
    searchParams,
    getTranslations('paper'),
    getLocale(),
  ]);
  const zone = await commonestZone(ctx);
  const now = ctx.clock.now();
  const one = (key: string) => [said[key]].flat()[0];
  const asked = readAsked(
    { from: one('from'), weeks: one('weeks'), property: one('property') },
    now.toZonedDateTimeISO(zone).toPlainDate().toString(),
  );
  const from = night(asked.from);
  const timeline = await readTimeline(ctx, { from, to: addNights(from, asked.weeks * 7) });
  const chosen = timeline.properties.filter(({ id }) => asked.property === null || id === asked.property);
  return (
    <div className="paper min-h-dvh bg-panel text-ink print:bg-white">
      <div className="sticky top-0 left-0 z-10 flex flex-wrap items-end gap-x-4 gap-y-3 border-line border-b bg-panel px-4 py-3 print:hidden">
        <Button asChild kind="quiet">
          <Link href="/calendar" prefetch={false}>
            <Icon name="arrow-left" />
            {t('back')}
          </Link>
        </Button>
        <Choice asked={asked} properties={timeline.properties.map(({ id, name }) => ({ id, name }))} />
        <PrintButton />
      </div>
      <main className="overflow-x-auto px-4 py-5 print:overflow-visible print:p-0">
        <div className="min-w-[960px] print:min-w-0">
          <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <h1 className="font-semibold text-lg">{organization.name}</h1>
            <p className="tnum text-ink-2 text-xs">
              {t('printed', { time: sayInstant(locale, now.toString(), zone), zone })}
            </p>
          </header>
          {chosen.length === 0 ? (
            <p className="text-ink-2">{t('nothing')}</p>
          ) : (
            <>
              <Signs properties={chosen} />
              <div className="mt-4 flex flex-col gap-8 print:block">
                {sheetsOf(asked).map((window) => (
                  <Sheet key={window.from} window={window} properties={chosen} />
                ))}
              </div>
            </>
          )}
        </div>
      </main>
    </div>
  );
}
