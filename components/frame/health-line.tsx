import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { Icon } from '#components/ui/icon.tsx';

export type Behind = { name: string; lastSuccessAt: string | null };

/** Stands at the top only when the world is not well: what is behind, and what that means for a night. */
export function HealthLine({
  behind,
  standingIn,
  now,
}: {
  behind: readonly Behind[];
  /** QStash is silent and the built-in clock rings in its place. */
  standingIn: boolean;
  now: string;
}) {
  const t = useTranslations('healthLine');
  const first = behind[0];
  if (!first && !standingIn) return null;
  return (
    <div
      role="status"
      className="flex items-start gap-2 border-line border-b bg-warn-soft px-4 py-1.5 text-sm sm:px-6"
    >
      <Icon name="triangle-exclamation-point" className="mt-px size-4 shrink-0 text-warn" />
      <span className="min-w-0">
        {first && behind.length === 1 ? (
          first.lastSuccessAt ? (
            <>
              {t('lastHeard', { name: first.name })} <Ago at={first.lastSuccessAt} now={now} />.{' '}
            </>
          ) : (
            `${t('neverHeard', { name: first.name })} `
          )
        ) : behind.length > 1 ? (
          `${t('several', { count: behind.length })} `
        ) : null}
        {first ? t('means') : t('standingIn')}{' '}
        <Link href="/channels" className="whitespace-nowrap font-medium underline underline-offset-4">
          {t('why')}
        </Link>
      </span>
    </div>
  );
}
