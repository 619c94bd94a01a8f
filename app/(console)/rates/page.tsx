import '#components/timeline/parts.css';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { addDays } from '#components/format/days.ts';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { RatesScreen } from '#components/rates/rates.tsx';
import type { Days } from '#components/rates/use-place.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getRateGrid } from '#lib/domain/explain/rate-grid.ts';
import { commonestZone } from '#lib/domain/properties/commonest-zone.ts';
import { hasProperties } from '#lib/domain/properties/read-properties.ts';
import { night, parseNight } from '#lib/kernel/nights.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rates'))('title') };
}

export default async function RatesPage({ searchParams }: Props) {
  const [{ ctx, role }, asked, head] = await Promise.all([requirePageCtx(), searchParams, headers()]);
  const [isAny, zone] = await Promise.all([hasProperties(ctx), commonestZone(ctx)]);
  if (!isAny) return <NoUnits mayAdd={can(role, 'property.write')} />;

  const local = ctx.clock.now().toZonedDateTimeISO(zone);
  const today = local.toPlainDate().toString();
  const one = (key: string) => [asked[key]].flat()[0];
  const isPhone = /\bMobi/.test(head.get('user-agent') ?? '');
  const days: Days = one('days') === '31' ? 31 : 14;
  const wanted = parseNight(one('from') ?? '');
  const from = wanted && wanted >= '1970-01-01' && wanted < '2199-11-01' ? wanted : today;
  // What is in sight: the browser asks for the nights around it once these stand there.
  const cover = { from, to: addDays(from, isPhone ? 31 : days) };
  const grid = await getRateGrid(ctx, { from: night(cover.from), to: night(cover.to) });
  return (
    <RatesScreen
      start={{
        place: {
          from,
          days,
          q: one('q')?.slice(0, 80) ?? '',
          property: one('property') ?? null,
          unit: one('unit') ?? null,
        },
        first: { cover, grid },
        mayEdit: can(role, 'rate.write'),
        localNow: { night: today, minutes: local.hour * 60 + local.minute },
        zone,
        isPhone,
      }}
    />
  );
}

async function NoUnits({ mayAdd }: { mayAdd: boolean }) {
  const t = await getTranslations('rates');
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
        >
          {t(mayAdd ? 'empty.means' : 'empty.ask')}
        </EmptyState>
      </PageBody>
    </>
  );
}
