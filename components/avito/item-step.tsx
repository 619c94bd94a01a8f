'use client';

import { useTranslations } from 'next-intl';
import type { Problem } from '#components/api/client.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { State } from '#components/ui/state.tsx';
import { AvitoProblem } from './avito-problem.tsx';
import { ItemList } from './item-list.tsx';
import { RefusalNotice, RefusedItem } from './refused-item.tsx';
import type { Offer, Place } from './shapes.ts';
import { StepHeading } from './step-heading.tsx';
import type { ItemChoice } from './use-item-choice.ts';
import { useSlow } from './use-slow.ts';

/** Which account and which listing: out of a list where this access shows one, else by its id. */
export function ItemStep({
  place,
  choices,
  choice,
  lost,
  problem,
  onAgain,
  onAuthorize,
  onSubmit,
  form,
}: {
  place: Place;
  /** Null while Avito is asked. */
  choices: Offer | null;
  choice: ItemChoice;
  /** The listing that was to work again, and was connected to something else meanwhile. */
  lost: string | null;
  /** Why they could not be read. */
  problem: Problem | null;
  onAgain: () => void;
  onAuthorize: () => void;
  onSubmit: () => void;
  /** Of the form, which its button outside names. */
  form: string;
}) {
  const t = useTranslations('avito.item');
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
      <StepHeading lead={t('lead')}>{t('title', { unit: place.unitName })}</StepHeading>
      <AvitoProblem problem={problem} onAgain={onAgain} onAuthorize={onAuthorize} />
      {choices ? (
        <>
          <Accounts choices={choices} choice={choice} />
          {lost && choice.refusal === null ? (
            <RefusalNotice why="meanwhile" name={lost} onAnother={null} />
          ) : null}
          <RefusedItem choice={choice} items={choices.items} />
          {choices.items && !choice.isTyping ? (
            <ItemList items={choices.items} choice={choice} />
          ) : (
            <TypedItem choice={choice} canList={choices.items !== null} />
          )}
          <AvitoProblem problem={choice.problem} onAgain={onSubmit} onAuthorize={onAuthorize} />
        </>
      ) : problem ? null : (
        <Reading />
      )}
    </form>
  );
}

function Reading() {
  const t = useTranslations('avito.item');
  const isSlow = useSlow(true);
  return (
    <div role="status" className="flex flex-col gap-3">
      <p className="text-ink-2">{t(isSlow ? 'readingSlowly' : 'reading')}</p>
      <div className="rounded-md border border-line">
        {['w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
          <div
            key={width}
            className="flex min-h-14 items-center gap-3 border-line border-b px-3 last:border-b-0"
          >
            <Skeleton className="size-4 rounded-full" />
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The only account is chosen by itself, and named. */
function Accounts({ choices: { accounts }, choice }: { choices: Offer; choice: ItemChoice }) {
  const t = useTranslations('avito.item');
  const [only, second] = accounts;
  if (only && !second) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-ink-2 text-sm">{t('account')}</span>
        <span className="break-words font-medium" title={only.id}>
          {only.name}
        </span>
        <State kind="good">{t('agreed')}</State>
      </p>
    );
  }
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('whichAccount')}</legend>
      <ul className="rounded-md border border-line">
        {accounts.map((account) => (
          <li key={account.id} className="border-line border-b last:border-b-0">
            <label className="flex min-h-10 cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-hover/50">
              <input
                type="radio"
                name="account"
                value={account.id}
                checked={choice.accountId === account.id}
                onChange={() => choice.pickAccount(account.id)}
                className="size-4 shrink-0 accent-(--accent)"
              />
              <span className="min-w-0 break-words">{account.name}</span>
              <span className="ml-auto font-mono text-ink-2 text-xs">{account.id}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function TypedItem({ choice, canList }: { choice: ItemChoice; canList: boolean }) {
  const t = useTranslations('avito.item');
  return (
    <div className="flex flex-col items-start gap-2">
      <Field
        className="w-full max-w-md"
        label={t('id')}
        hint={t.rich('where', { b: (text) => <b className="font-mono font-normal text-ink">{text}</b> })}
        error={choice.isMissing ? t('idBad') : undefined}
      >
        <Input
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          value={choice.typed}
          placeholder="1234567890"
          onChange={(event) => choice.type(event.target.value)}
          className="font-mono"
        />
      </Field>
      {choice.isMissing ? (
        <p className="max-w-md text-ink-2 text-sm">
          {t.rich('where', { b: (text) => <b className="font-mono font-normal text-ink">{text}</b> })}
        </p>
      ) : null}
      {canList ? (
        <Button kind="link" size="inline" onClick={() => choice.switchToTyping(false)}>
          {t('backToList')}
        </Button>
      ) : (
        <p className="max-w-md text-ink-2 text-sm">{t('noList')}</p>
      )}
    </div>
  );
}
