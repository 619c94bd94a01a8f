'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { PageError } from '#components/records/page-error.tsx';
import { isHere, PLACES } from './nav.ts';
import { PageHead } from './page.tsx';

/** A page of the console that could not be read, under the name of where one stands; the rail and the other pages work on. */
export function AreaError(props: { error: Error & { digest?: string }; reset: () => void }) {
  const nav = useTranslations('nav');
  const path = usePathname();
  const place = PLACES.find(({ href }) => isHere(href, path));
  return (
    <>
      {place ? <PageHead title={nav(place.key)} className="pb-0" /> : null}
      <PageError {...props} />
    </>
  );
}
