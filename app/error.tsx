'use client';

import { FailedPage } from '#components/records/failed-page.tsx';

/** Outside the frame: sign-in, sign-up, and a frame that could not be read itself. */
export default function Failed(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="py-10">
      <FailedPage {...props} />
    </main>
  );
}
