import { signOut as end } from 'next-auth/react';

/** Ends the session on the server and leaves the page. */
export async function signOut(): Promise<void> {
  await end({ callbackUrl: '/sign-in' });
}
