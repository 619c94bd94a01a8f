import { useTranslations } from 'next-intl';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Flow } from './shapes.ts';
import { StepHeading } from './step-heading.tsx';

const ASKED = [
  ['account', 'user-round'],
  ['listings', 'layout-list'],
  ['bookings', 'bed-double'],
  ['calendar', 'calendar-range'],
] as const;

/** What Avito will ask the person, and why each of it is needed; after a refusal first what Avito said. */
export function AuthorizeStep({ error }: { error: Flow['error'] }) {
  const t = useTranslations('avito.authorize');
  return (
    <div className="flex flex-col gap-4">
      {error ? <Refused error={error} /> : null}
      <StepHeading lead={t('lead')}>{t('title')}</StepHeading>
      <ul aria-label={t('asked')} className="flex flex-col">
        {ASKED.map(([what, icon]) => (
          <li key={what} className="flex items-start gap-3 border-line border-t py-2.5 last:border-b">
            <Icon name={icon} className="mt-0.5 size-4 shrink-0 text-accent-text" />
            <div className="min-w-0 sm:grid sm:flex-1 sm:grid-cols-[10rem_1fr] sm:gap-x-4">
              <p className="font-medium">{t(`${what}.what`)}</p>
              <p className="text-ink-2">{t(`${what}.why`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className="text-ink-2 text-sm">{t('safe')}</p>
    </div>
  );
}

function Refused({ error: { code, said } }: { error: NonNullable<Flow['error']> }) {
  const t = useTranslations('avito.authorize');
  const reasons = useTranslations('connectResult.reason');
  const channel = 'Avito';
  if (code === 'other_account') {
    return (
      <Notice kind="bad" title={t('otherAccount.title')}>
        {t('otherAccount.means', { account: said ?? channel })}
      </Notice>
    );
  }
  const known = reasons.has(`${code}.title`) ? code : 'failed';
  return (
    <Notice kind="bad" title={reasons(`${known}.title`, { channel })}>
      {/* Who refused knows why: there is no owner to ask, as at other channels. */}
      <p>{known === 'refused' ? t('refusedMeans') : reasons(`${known}.means`, { channel })}</p>
      {said ? (
        <blockquote className="mt-1.5 border-line-strong border-l-2 pl-2.5">
          <p>{t('said')}</p>
          <p className="break-words text-ink">{said}</p>
        </blockquote>
      ) : null}
    </Notice>
  );
}
