'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { toProblem } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import { sayPercent } from '#components/rates/model.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { toast } from '#components/ui/toast.ts';
import { AuthorizeStep } from './authorize-step.tsx';
import { dropFlow, finish, readOffer } from './avito-actions.ts';
import { AvitoProblem } from './avito-problem.tsx';
import { ConnectSteps, STEPS } from './connect-steps.tsx';
import { ItemStep } from './item-step.tsx';
import { Checking, Connected, Ended } from './landing.tsx';
import { markupOf } from './markup.ts';
import { MarkupStep } from './markup-step.tsx';
import { isOver, itemRefusalOf } from './refusal.ts';
import { ResumeStep } from './resume-step.tsx';
import type { AvitoLink, Offer, Place } from './shapes.ts';
import { useAuthorize } from './use-authorize.ts';
import { useFlow } from './use-flow.ts';
import { useItemChoice } from './use-item-choice.ts';
import { retryOnce } from './use-links.ts';
import { useRounding } from './use-rounding.ts';

/** From a unit to its listing at Avito, in three steps. Closed on the way, it waits an hour to be gone on with. */
export function ConnectDialog({
  place,
  link,
  flowId,
  now,
  onChanged,
  onClose,
}: {
  place: Place;
  /** What the unit is linked to already, or was. */
  link: AvitoLink | null;
  /** The way that the browser has just come back on. */
  flowId: string | null;
  now: string;
  /** Something is linked that was not before. */
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('avito');
  const common = useTranslations('common');
  const locale = useLocale();
  const form = useId();
  const way = useFlow(place.unitId, flowId);
  const { flow, stage } = way;
  const choosing = stage === 'item' || stage === 'markup';
  const choices = useQuery({
    queryKey: ['avito-choices', flow?.id],
    queryFn: ({ signal }) => readOffer(flow?.id ?? '', signal),
    enabled: choosing && flow !== null,
    retry: retryOnce,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const choice = useItemChoice(flow, choices.data ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [name, setName] = useState<string | null>(null);
  const text = typed ?? sayPercent(locale, Math.round((flow?.markup ?? 15) * 100));
  const rounding = useRounding(({ account }) => account !== null && account.id === choice.accountId);
  // A unit that is linked connects the same listing again; any other begins to look for one.
  const isLinked = link !== null && link.status !== 'disconnected';
  const again = flow?.mappingId ?? (isLinked ? link.mappingId : null);
  const authorize = useAuthorize(place, again, () => {
    onChanged();
    onClose();
  });
  const dropping = useAction(dropFlow);
  const finishing = useAction(finish);
  const choicesProblem = choices.error ? toProblem(choices.error) : null;
  const over = [choicesProblem, choice.problem, finishing.problem].some(isOver);
  const shown = over && choosing ? 'ended' : stage;

  async function check() {
    const found = await choice.check();
    if (!found) return;
    setName(found.itemName);
    finishing.clear();
    way.goTo('markup');
  }

  async function startOver() {
    // What is over already needs no dropping.
    if (flow && !over && stage !== 'ended' && !(await dropping.run(flow.id))) return;
    way.forget();
  }

  async function connect() {
    const markupBp = markupOf(text);
    const { accountId } = choice;
    const itemId = choice.itemId ?? flow?.itemId ?? null;
    if (!flow || markupBp === null || accountId === null || itemId === null) return;
    const done = await finishing.run({ flow: flow.id, accountId, itemId, markup: markupBp / 100 });
    if (!done) return;
    toast(t('finish.done', { unit: place.unitName }), { description: t('finish.doneMeans') });
    onChanged();
    onClose();
  }

  function close() {
    if (choosing && !over) toast(t('left'));
    onClose();
  }

  // Taken by somebody else between the second step and the last.
  const lostItem = itemRefusalOf(finishing.problem);
  const step = STEPS.find((one) => one === shown);

  return (
    <Dialog
      open
      onOpenChange={close}
      title={t(shown === 'resume' ? 'resume.dialog' : 'dialog')}
      description={place.unitName}
      footer={
        shown === 'resume' ? (
          <>
            <Button pending={dropping.pending} onClick={startOver}>
              {t('resume.startOver')}
            </Button>
            <Button kind="primary" onClick={() => way.goTo(flow?.step ?? 'authorize')}>
              {t('resume.go')}
            </Button>
          </>
        ) : shown === 'authorize' || shown === 'checking' ? (
          <Button
            kind="primary"
            pending={authorize.isGoing}
            disabled={shown === 'checking'}
            onClick={authorize.go}
          >
            {authorize.isGoing
              ? t('authorize.going')
              : t(flow?.error && flowId ? 'authorize.again' : 'authorize.go')}
            {authorize.isGoing ? null : <Icon name="arrow-right" />}
          </Button>
        ) : shown === 'item' ? (
          <>
            <Button kind="quiet" pending={dropping.pending} onClick={startOver} className="mr-auto">
              {t('item.otherAccount')}
            </Button>
            <Button
              type="submit"
              form={form}
              kind="primary"
              pending={choice.isChecking}
              disabled={!choices.data}
            >
              {t(choice.isChecking ? 'item.checking' : 'item.next')}
            </Button>
          </>
        ) : shown === 'markup' ? (
          <>
            <Button onClick={() => way.goTo('item')} className="mr-auto">
              {common('back')}
            </Button>
            <Button type="submit" form={form} kind="primary" pending={finishing.pending}>
              {t(finishing.pending ? 'finish.going' : 'finish.go')}
            </Button>
          </>
        ) : shown === 'ended' ? (
          <Button kind="primary" onClick={startOver}>
            {t('ended.action')}
          </Button>
        ) : (
          <Button onClick={onClose}>{common('close')}</Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {step ? <ConnectSteps here={step} /> : null}
        <AvitoProblem problem={authorize.problem ?? dropping.problem} />
        {shown === 'checking' ? <Checking /> : null}
        {shown === 'failed' ? <AvitoProblem problem={way.problem} onAgain={way.again} /> : null}
        {shown === 'ended' ? <Ended /> : null}
        {shown === 'done' ? <Connected unit={place.unitName} /> : null}
        {shown === 'resume' && flow ? <ResumeStep flow={flow} now={now} /> : null}
        {shown === 'authorize' ? <AuthorizeStep error={flowId ? (flow?.error ?? null) : null} /> : null}
        {shown === 'item' ? (
          <ItemStep
            place={place}
            choices={choices.data ?? null}
            choice={choice}
            lost={flow?.step === 'item' && flow.error ? (flow.itemName ?? link?.itemName ?? null) : null}
            problem={choicesProblem}
            onAgain={() => void choices.refetch()}
            onAuthorize={() => void startOver()}
            onSubmit={() => void check()}
            form={form}
          />
        ) : null}
        {shown === 'markup' ? (
          <MarkupStep
            place={place}
            itemName={
              nameOf(choices.data ?? null, choice.itemId) ?? name ?? flow?.itemName ?? choice.itemId ?? ''
            }
            text={text}
            choices={choices.data ?? null}
            rounding={rounding}
            refused={lostItem}
            problem={lostItem ? null : finishing.problem}
            onAnother={() => {
              finishing.clear();
              choice.another();
              way.goTo('item');
            }}
            onAuthorize={() => void startOver()}
            onType={setTyped}
            onSubmit={() => void connect()}
            form={form}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

/** As the list calls it: asked for by itself, Avito may not say more than its id. */
function nameOf(offer: Offer | null, itemId: string | null): string | null {
  return offer?.items?.find((item) => item.id === itemId)?.name ?? null;
}
