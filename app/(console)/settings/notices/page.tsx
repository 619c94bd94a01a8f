import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NoticeSettings } from '#components/settings/notice-settings.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { getNoticeChoices } from '#lib/domain/notices/choices.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingsPages.notices'))('title') };
}

export default async function NoticesPage() {
  const { ctx } = await requirePageCtx();
  return <NoticeSettings first={await getNoticeChoices(ctx)} />;
}
