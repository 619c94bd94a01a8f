'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { useAction } from '#components/api/use-action.ts';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import type { Listing, SaveMappingsAnswer, UnitRef } from '#lib/domain/mappings/schemas.ts';
import { ChooseStep } from './choose-step.tsx';
import { DoneStep } from './done-step.tsx';
import { changesOf } from './draft.ts';
import { type Account, saveMappings } from './mapping-actions.ts';
import { PreviewStep } from './preview-step.tsx';
import { useDraft } from './use-draft.ts';
import { useEffects } from './use-effects.ts';
import { WhatWillHappen } from './what-will-happen.tsx';
import { WizardSteps } from './wizard-steps.tsx';

/** Listings ↔ units: choose, see what it brings, activate. Nothing is saved before the last. */
export function MappingWizard({
  account,
  accountName,
  accountMarkupBp,
  channel,
  back,
  listings,
  units,
  mayMap,
  shownFirst,
}: {
  account: Account;
  accountName: string;
  /** What the account adds to prices, in hundredths of a percent; null where the channel takes none. */
  accountMarkupBp: number | null;
  /** The channel's name. */
  channel: string;
  /** The way back to the channels. */
  back: ReactNode;
  listings: readonly Listing[];
  units: readonly UnitRef[];
  mayMap: boolean;
  /** The listing somebody came for. */
  shownFirst: string | null;
}) {
  const t = useTranslations('mapping');
  const { draft, step, choose, setStep, forget } = useDraft(account.connectionId);
  const [saved, setSaved] = useState<SaveMappingsAnswer | null>(null);
  const changes = useMemo(() => changesOf(listings, draft), [listings, draft]);
  const effects = useEffects(account, changes, mayMap);
  const save = useAction(saveMappings);
  // What was kept may have been saved meanwhile, here or by somebody else: then there is nothing to look at.
  const here = step === 'preview' && changes.length === 0 ? 'choose' : step;

  async function activate() {
    const done = await save.run(account, changes);
    if (!done) return;
    setSaved(done.value);
    forget();
    setStep('done');
  }

  return (
    <>
      <PageHead
        above={back}
        title={t('title', { channel })}
        lead={t(mayMap ? `lead.${here}` : 'lead.looking', { account: accountName })}
      />
      <PageBody>
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-6 lg:self-start">
            <WizardSteps here={here} mayPreview={mayMap && changes.length > 0} onGo={setStep} />
            {here === 'done' || !mayMap ? null : (
              <WhatWillHappen
                changes={changes.length}
                effects={effects}
                action={
                  here === 'choose'
                    ? { label: t('toPreview'), onPress: () => setStep('preview'), pending: false }
                    : {
                        label: t('activate', { count: changes.length }),
                        onPress: activate,
                        pending: save.pending,
                      }
                }
              />
            )}
          </div>
          <div className="min-w-0">
            {here === 'choose' ? (
              <ChooseStep
                account={account}
                accountMarkupBp={accountMarkupBp}
                listings={listings}
                units={units}
                draft={draft}
                effects={effects}
                mayMap={mayMap}
                shownFirst={shownFirst}
                onChoose={choose}
              />
            ) : here === 'preview' ? (
              <PreviewStep
                channel={channel}
                listings={listings}
                effects={effects}
                problem={save.problem}
                onBack={() => setStep('choose')}
              />
            ) : (
              <DoneStep
                channel={channel}
                saved={saved}
                left={listings.filter((listing) => !listing.mapping && listing.goneAt === null).length}
                onMore={() => setStep('choose')}
              />
            )}
          </div>
        </div>
      </PageBody>
    </>
  );
}
