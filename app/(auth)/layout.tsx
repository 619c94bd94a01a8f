import type { ReactNode } from 'react';
import { DoorSide } from '#components/people/door-side.tsx';
import { Words } from '#components/words/words.tsx';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
      <main className="flex flex-col px-5 py-6 sm:px-10 lg:px-14">
        <Words of={['fieldError', 'invite', 'problem', 'signIn', 'signUp']}>{children}</Words>
      </main>
      <DoorSide />
    </div>
  );
}
