'use client';

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { type Messages, mergeWords } from './pick.ts';

/** A provider's words take the place of those around it; these come beside them. */
export function MoreWords({ words, children }: { words: Messages; children: ReactNode }) {
  const locale = useLocale();
  const around = useMessages();
  const both = useMemo(() => mergeWords(around, words), [around, words]);
  return (
    <NextIntlClientProvider locale={locale} messages={both}>
      {children}
    </NextIntlClientProvider>
  );
}
