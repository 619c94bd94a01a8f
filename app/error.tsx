'use client';

import { PageError } from '#components/records/page-error.tsx';

/** Outside the frame: sign-in, sign-up, and a frame that could not be read itself. */
export default function Failed(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="py-10">
      <PageError {...props} />
    </main>
  );
}
