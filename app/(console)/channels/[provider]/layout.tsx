import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ProviderParam } from '#lib/domain/connections/schemas.ts';

type Props = { children: ReactNode; params: Promise<{ provider: string }> };

/** Asked before anything is sent: once a page's skeleton is on its way, the answer can no longer be a 404. */
export default async function ProviderLayout({ children, params }: Props) {
  if (!ProviderParam.safeParse((await params).provider).success) notFound();
  return children;
}
