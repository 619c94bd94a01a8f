import { useTranslations } from 'next-intl';
import type { Problem } from '#components/api/client.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Rounding } from '#lib/kernel/pricing.ts';
import { AvitoProblem } from './avito-problem.tsx';
import { AVITO_CURRENCY, markupOf } from './markup.ts';
import { MarkupChoice } from './markup-choice.tsx';
import { PricesPreview } from './prices-preview.tsx';
import type { ItemRefusal } from './refusal.ts';
import { RefusalNotice } from './refused-item.tsx';
import type { Offer, Place } from './shapes.ts';
import { StepHeading } from './step-heading.tsx';

/** What a night costs at Avito, and what pressing the last button does. */
export function MarkupStep({
  place,
  itemName,
  text,
  choices,
  rounding,
  refused,
  problem,
  onAnother,
  onAuthorize,
  onType,
  onSubmit,
  form,
}: {
  place: Place;
  itemName: string;
  text: string;
  choices: Offer | null;
  rounding: Rounding;
  /** Why the listing is not to be had any more. */
  refused: ItemRefusal | null;
  problem: Problem | null;
  onAnother: () => void;
  onAuthorize: () => void;
  onType: (text: string) => void;
  onSubmit: () => void;
  form: string;
}) {
  const t = useTranslations('avito.finish');
  return (
    <form
      id={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      className="flex flex-col gap-4"
    >
      <StepHeading lead={t('lead', { item: itemName })}>{t('title')}</StepHeading>
      {refused ? <RefusalNotice why={refused} name={itemName} onAnother={onAnother} /> : null}
      <AvitoProblem problem={problem} onAgain={onSubmit} onAuthorize={onAuthorize} />
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <MarkupChoice text={text} onChange={onType} />
        {choices ? (
          <PricesPreview
            nights={choices.nights}
            currency={choices.currency}
            markupBp={markupOf(text)}
            rounding={rounding}
            propertyId={place.propertyId}
          />
        ) : (
          <div role="status" className="flex flex-col gap-3">
            <p className="text-ink-2 text-sm">{t('readingPrices')}</p>
            <Skeleton className="w-full" />
            <Skeleton className="w-full" />
            <Skeleton className="w-full" />
          </div>
        )}
      </div>
      <section aria-label={t('will')} className="border-line border-t pt-3">
        <h4 className="font-medium text-sm">{t('will')}</h4>
        <ul className="mt-1 grid list-disc gap-0.5 pl-5 text-ink-2 text-sm marker:text-ink-3">
          <li>{t('willRead')}</li>
          <li>{t('willClose')}</li>
          <li>{t(choices && choices.currency !== AVITO_CURRENCY ? 'willAsk' : 'willSend')}</li>
        </ul>
      </section>
    </form>
  );
}
