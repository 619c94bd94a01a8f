import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { PageHead } from '#components/frame/page.tsx';
import { useSpan } from '#components/protection/use-span.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Evidence } from '#lib/domain/calendars/source-rules.ts';

/** The state of the world as the page's title, and the evidence for it in one sentence. */
export function HomeHead({
  count,
  stepsLeft,
  evidence,
  mayBook,
}: {
  /** What needs a person. */
  count: number;
  /** Of setting up; they stand below. */
  stepsLeft: number;
  evidence: Evidence;
  mayBook: boolean;
}) {
  const t = useTranslations('home');
  const proven = useEvidence(evidence);
  const isNew = count === 0 && stepsLeft > 0;
  const isCalm = count === 0 && stepsLeft === 0;
  return (
    <PageHead
      title={
        <span className="flex items-center gap-2">
          {isCalm ? <Icon name="check" strokeWidth={2} className="size-5 shrink-0 text-good" /> : null}
          {isNew
            ? t('head.start', { count: stepsLeft })
            : count === 0
              ? t('head.calm')
              : t('head.some', { count })}
        </span>
      }
      lead={isNew && evidence.followed === 0 ? t('head.startLead') : proven}
      action={
        mayBook ? (
          <Button asChild>
            <Link href="/reservations/new">{t('newBooking')}</Link>
          </Button>
        ) : null
      }
    />
  );
}

function useEvidence({ followed, asked, heard, deaf, oldestMs }: Evidence): string | null {
  const t = useTranslations('home.evidence');
  const span = useSpan();
  if (asked === 0) return t(followed === 0 ? 'none' : 'paused');
  if (heard === 0) return deaf > 0 ? null : t('first');
  return t(heard === asked ? 'all' : 'part', { count: heard, of: asked, span: span(oldestMs) });
}
