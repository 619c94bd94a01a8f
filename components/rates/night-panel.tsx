'use client';

import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import { nightsFrom } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { BottomPanel, SidePanel } from '#components/timeline/panel.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RatePreview } from '#lib/domain/explain/schemas.ts';
import type { RateSetAnswer } from '#lib/domain/rates/schemas.ts';
import { type Draft, draftOf } from './draft.ts';
import { EditForm } from './edit-form.tsx';
import type { Selection, UnitRow } from './model.ts';
import { PreviewView } from './preview-view.tsx';
import { useRereadRates } from './use-rates-data.ts';

const Explain = dynamic(() => import('#components/explain/explain.tsx').then((module) => module.Explain));

const ask = (body: unknown) => call<RatePreview>('POST', '/api/rates/preview', body);
const save = (body: unknown) => call<RateSetAnswer>('PUT', '/api/rates', body);

export type Tab = 'edit' | 'why';

/** What was chosen: to edit it, or to know why one night of it is as it is. */
export function NightPanel({
  selection,
  units,
  tab,
  mayEdit,
  isBeside,
  onTab,
  onDone,
}: {
  selection: Selection;
  /** Every unit in sight. */
  units: readonly UnitRow[];
  tab: Tab;
  mayEdit: boolean;
  isBeside: boolean;
  onTab: (tab: Tab) => void;
  onDone: () => void;
}) {
  const t = useTranslations('rates');
  const locale = useLocale();
  const isOne = selection.unitIds.length === 1 && selection.from === selection.last;
  const first = units.find((row) => row.unit.unitId === selection.unitIds[0]);
  const title =
    isOne && first
      ? `${first.title}, ${sayNight(locale, selection.from)}`
      : t('selected', {
          units: selection.unitIds.length,
          nights: nightsFrom(selection.from, selection.last) + 1,
        });
  const isWhy = isOne && (tab === 'why' || !mayEdit);
  const Panel = isBeside ? SidePanel : BottomPanel;
  return (
    <Panel title={title} sign={<Icon name="tag" className="size-4 text-ink-2" />} onClose={onDone}>
      {isOne && mayEdit ? (
        <fieldset className="mb-4 flex h-8 items-center rounded-md border border-line-strong bg-sunken p-0.5">
          <legend className="sr-only">{t('form.title')}</legend>
          {(['edit', 'why'] as const).map((one) => (
            <label
              key={one}
              className="flex h-full flex-1 cursor-pointer items-center justify-center rounded-sm px-2.5 font-medium text-ink-2 text-sm transition-colors has-checked:bg-panel has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus hover:text-ink"
            >
              <input
                type="radio"
                name="tab"
                className="sr-only"
                checked={tab === one}
                onChange={() => onTab(one)}
              />
              {t(one === 'edit' ? 'editThese' : 'why')}
            </label>
          ))}
        </fieldset>
      ) : null}
      {isWhy && first ? (
        <Explain unitId={first.unit.unitId} night={selection.from} />
      ) : mayEdit ? (
        <Edit
          key={`${selection.unitIds.join()}${selection.from}${selection.last}`}
          selection={selection}
          units={units}
          onDone={onDone}
        />
      ) : (
        <p className="text-ink-2">
          {t('form.nights', { count: nightsFrom(selection.from, selection.last) + 1 })}
        </p>
      )}
    </Panel>
  );
}

function Edit({
  selection,
  units,
  onDone,
}: {
  selection: Selection;
  units: readonly UnitRow[];
  onDone: () => void;
}) {
  const t = useTranslations('rates');
  const [draft, setDraft] = useState<Draft>(() => draftOf(selection));
  const [shown, setShown] = useState<{ body: unknown; preview: RatePreview } | null>(null);
  const previewed = useAction(ask);
  const saved = useAction(save);
  const reread = useRereadRates();
  const offerUndo = useUndo();
  const meant = units.filter((row) => draft.unitIds.includes(row.unit.unitId));

  async function preview(body: unknown) {
    const answer = await previewed.run(body);
    if (answer) setShown({ body, preview: answer.value });
  }

  async function store() {
    if (!shown) return;
    const answer = await saved.run(shown.body);
    if (!answer) return;
    await reread();
    const { changedNights, changes } = answer.value;
    const title = t('preview.saved', { count: changedNights });
    if (!changes || changes.length === 0) toast(title);
    else
      offerUndo({
        title,
        undo: async () => {
          await call('POST', '/api/rates/restore', { changes });
          await reread();
        },
        undone: t('preview.undone', { count: changedNights }),
      });
    onDone();
  }

  return (
    <div className="flex flex-col gap-4">
      <ProblemNotice problem={saved.problem ?? previewed.problem} />
      {shown ? (
        <PreviewView
          preview={shown.preview}
          pending={saved.pending}
          onSave={() => void store()}
          onBack={() => {
            saved.clear();
            setShown(null);
          }}
        />
      ) : (
        <EditForm
          draft={draft}
          units={meant}
          shownUnits={units}
          pending={previewed.pending}
          onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
          onPreview={(body) => void preview(body)}
        />
      )}
    </div>
  );
}
