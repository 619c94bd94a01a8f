import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Icon } from '#components/ui/icon.tsx';

/** What went over the wire, masked; folded away until somebody asks. */
export function WordByWord({ title, text }: { title: string; text: string | null }) {
  const t = useTranslations('deliveries');
  const label = useId();
  return (
    <details className="group">
      <summary
        id={label}
        className="inline-flex cursor-pointer list-none items-center gap-1 rounded-md font-medium hover:text-accent-text [&::-webkit-details-marker]:hidden"
      >
        <Icon name="chevron-right" className="size-4 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      {text === null || text === '' ? (
        <p className="mt-1 pl-5 text-ink-2">{t('noResponse')}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and by keyboard only what has the focus does
          tabIndex={0}
          aria-labelledby={label}
          className="mt-2 max-h-[28rem] overflow-auto rounded-md border border-line bg-sunken p-3"
        >
          <pre className="whitespace-pre-wrap break-all font-mono text-xs">{text}</pre>
        </section>
      )}
    </details>
  );
}
