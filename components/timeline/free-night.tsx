'use client';

import { useLocale } from 'next-intl';
import { Explain } from '#components/explain/explain.tsx';
import { sayNight } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import { BottomPanel, SidePanel } from './panel.tsx';

/** Why a night on which nothing stands is as it is: may it be sold, for how much, and what do the channels show. */
export function FreeNight({
  asked,
  title,
  isBeside,
  onClose,
}: {
  asked: { readonly unitId: string; readonly night: string };
  title: string;
  isBeside: boolean;
  onClose: () => void;
}) {
  const locale = useLocale();
  const Panel = isBeside ? SidePanel : BottomPanel;
  return (
    <Panel
      title={sayNight(locale, asked.night)}
      sign={<Icon name="circle-question-mark" className="size-4 text-ink-2" />}
      onClose={onClose}
    >
      <p className="mb-3 truncate text-ink-2" title={title}>
        {title}
      </p>
      <Explain unitId={asked.unitId} night={asked.night} />
    </Panel>
  );
}
