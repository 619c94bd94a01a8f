import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { MoreWords } from './more-words.tsx';
import { pickWords } from './pick.ts';

/**
 * Gives the named parts of the words to the client components inside, beside those of the layouts around. Server
 * components have all words anyway. tests/architecture/words.test.ts says who needs which.
 */
export async function Words({ of, children }: { of: readonly string[]; children: ReactNode }) {
  return <MoreWords words={pickWords(await getMessages(), of)}>{children}</MoreWords>;
}
