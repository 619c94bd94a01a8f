import { Check } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { PageHead } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { isDeaf } from './protection.ts';
import { useSpan } from './use-span.ts';

/** The state of the world as the page's title, and the evidence for it in one sentence. */
export function HomeHead({
  count,
  stepsLeft,
  calendars,
  now,
  mayBook,
}: {
  /** What needs a person. */
  count: number;
  /** Of setting up; they stand below. */
  stepsLeft: number;
  calendars: readonly ExternalCalendar[];
  now: string;
  mayBook: boolean;
}) {
  const t = useTranslations('home');
  const evidence = useEvidence(calendars, Date.parse(now));
  const isNew = count === 0 && stepsLeft > 0;
  const isCalm = count === 0 && stepsLeft === 0;
  return (
    <PageHead
      title={
        <span className="flex items-center gap-2">
          {isCalm ? <Check aria-hidden strokeWidth={2} className="size-5 shrink-0 text-good" /> : null}
          {isNew
            ? t('head.start', { count: stepsLeft })
            : count === 0
              ? t('head.calm')
              : t('head.some', { count })}
        </span>
      }
      lead={isNew && calendars.length === 0 ? t('head.startLead') : evidence}
      action={
        mayBook ? (
          <Button asChild>
            <Link href="/calendar?new=booking">{t('newBooking')}</Link>
          </Button>
        ) : null
      }
    />
  );
}

function useEvidence(calendars: readonly ExternalCalendar[], nowMs: number): string | null {
  const t = useTranslations('home.evidence');
  const span = useSpan();
  const active = calendars.filter((one) => one.isActive);
  if (active.length === 0) return t(calendars.length === 0 ? 'none' : 'paused');
  const heard = active.filter((one) => one.lastSuccessAt !== null && !isDeaf(one, nowMs));
  if (heard.length === 0) return active.some((one) => isDeaf(one, nowMs)) ? null : t('first');
  const oldest = Math.max(...heard.map((one) => nowMs - Date.parse(one.lastSuccessAt ?? '')));
  const words = { count: heard.length, of: active.length, span: span(oldest) };
  return heard.length === active.length ? t('all', words) : t('part', words);
}
