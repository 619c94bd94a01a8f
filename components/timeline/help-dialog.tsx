'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '#components/ui/dialog.tsx';

const KEYS = [
  ['move', ['←', '→', '↑', '↓']],
  ['rows', ['J', 'K']],
  ['why', ['E']],
  ['grow', ['Shift', '→']],
  ['enter', ['Enter']],
  ['edges', ['Home', 'End']],
  ['step', ['PgUp', 'PgDn']],
  ['today', ['T']],
  ['booking', ['N']],
  ['block', ['B']],
  ['pick', ['M']],
  ['resize', ['Shift', 'Alt', '→']],
  ['filter', ['/']],
  ['print', ['Ctrl', 'P']],
  ['close', ['Esc']],
  ['title', ['?']],
] as const;

const WRITING: readonly string[] = ['booking', 'block', 'grow', 'pick', 'resize'];

export function HelpDialog({ mayWrite, onClose }: { mayWrite: boolean; onClose: () => void }) {
  const t = useTranslations('timeline.help');
  const moves = useTranslations('moves.help');
  const shown = KEYS.filter(([key]) => mayWrite || !WRITING.includes(key));
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} width="sm">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2">
        {shown.map(([key, keys]) => (
          <div key={key} className="contents">
            <dt className="flex gap-1">
              {keys.map((one) => (
                <kbd
                  key={one}
                  className="min-w-6 rounded-sm border border-line-strong border-b-2 bg-panel px-1.5 text-center font-mono text-xs leading-5"
                >
                  {one}
                </kbd>
              ))}
            </dt>
            <dd className="text-sm">{key === 'pick' || key === 'resize' ? moves(key) : t(key)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 border-line border-t pt-3 text-ink-2 text-sm">{t('pointer')}</p>
      {mayWrite ? <p className="mt-2 text-ink-2 text-sm">{moves('drag')}</p> : null}
    </Dialog>
  );
}
