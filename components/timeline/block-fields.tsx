'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { BLOCK_KINDS, type BlockKind, blockSign } from './block-kinds.ts';

/** What a block is for, and why in somebody's own words. */
export function BlockFields({
  kind,
  reason,
  error,
  onKind,
  onReason,
}: {
  kind: BlockKind;
  reason: string;
  error: string | undefined;
  onKind: (kind: BlockKind) => void;
  onReason: (reason: string) => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const name = useId();
  return (
    <>
      <fieldset>
        <legend className="mb-1 font-medium text-sm">{t('blockFor')}</legend>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(7.75rem,1fr))] gap-1.5">
          {BLOCK_KINDS.map((one) => (
            <label
              key={one}
              className={cn(
                'flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md border px-2 py-1 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
                kind === one ? 'border-accent bg-accent-soft font-medium' : 'border-line-strong bg-panel',
              )}
            >
              <input
                type="radio"
                name={name}
                className="sr-only"
                checked={kind === one}
                onChange={() => onKind(one)}
              />
              <Icon name={blockSign(one)} className="size-4 shrink-0" />
              {t(`blockKinds.${one}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={t('reason')} hint={t('reasonHint')} optional={common('optional')} error={error}>
        <Input
          maxLength={500}
          autoComplete="off"
          value={reason}
          onChange={(event) => onReason(event.target.value)}
        />
      </Field>
    </>
  );
}
