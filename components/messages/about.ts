import { useTranslations } from 'next-intl';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import type { Message } from '#lib/domain/messages/schemas.ts';

/** What a message is, and from whom, in words. */
export function useAbout(): (message: Pick<Message, 'about' | 'source'>) => { what: string; whom: string } {
  const t = useTranslations('messages');
  return ({ about, source }) => {
    const what = t(`about.${about.kind}`);
    const channel = source.provider ? (CHANNEL_NAMES[source.provider] ?? source.provider) : null;
    const whom = source.name ?? (source.id ? t('gone') : t('someCall'));
    return {
      what: about.name ? t('aboutNamed', { what, name: about.name }) : what,
      whom: channel ? `${channel}, ${whom}` : whom,
    };
  };
}
