'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** Text to take away whole: selected on focus, copied by the button, said aloud once copied. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const t = useTranslations('common');
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Without a secure page there is no clipboard API: the selection can still be copied.
      input.current?.select();
      document.execCommand('copy');
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  }

  return (
    <div className="flex min-w-0 items-center rounded-md border border-line-strong bg-sunken">
      <input
        ref={input}
        readOnly
        aria-label={label}
        title={value}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className="h-8 min-w-0 flex-1 truncate rounded-l-md bg-transparent px-2.5 font-mono text-sm"
      />
      <Button kind="quiet" size="sm" onClick={copy} className="mr-0.5" aria-live="polite">
        {copied ? <Icon name="check" className="text-good" /> : <Icon name="copy" />}
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
