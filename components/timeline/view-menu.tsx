'use client';

import { useTranslations } from 'next-intl';
import { Select } from '#components/ui/select.tsx';
import { SHOWN, type Shown } from './shown.ts';

/** What is written into the nights. */
export function ViewMenu({ show, onShow }: { show: Shown | null; onShow: (show: Shown | null) => void }) {
  const t = useTranslations('timeline.cells');
  return (
    <Select
      aria-label={t('label')}
      value={show ?? ''}
      onChange={(event) => onShow(SHOWN.find((one) => one === event.target.value) ?? null)}
      className="w-44"
    >
      <option value="">{t('nothing')}</option>
      {SHOWN.map((one) => (
        <option key={one} value={one}>
          {t(one)}
        </option>
      ))}
    </Select>
  );
}
