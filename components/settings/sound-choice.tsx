'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useId, useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { type Heard, playSound } from '#components/live/sound.ts';
import { chooseSound, isSoundOn } from '#components/live/sound-chosen.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/switch.tsx';

/** Whether this browser sounds when a booking comes. The click that chooses it plays it: then the choice is known to work. */
export function SoundChoice() {
  const t = useTranslations('arrivals.setting');
  const id = useId();
  const [isOn, setOn] = useState(false);
  const [heard, setHeard] = useState<Heard | null>(null);
  const [isKept, setKept] = useState(true);
  // The server cannot know what this browser keeps.
  useEffect(() => setOn(isSoundOn()), []);

  async function play() {
    setHeard(null);
    setHeard(await playSound(true));
  }

  function choose(next: boolean) {
    setOn(next);
    setKept(chooseSound(next));
    setHeard(null);
    if (next) void play();
  }

  return (
    <Section title={t('title')} lead={t('lead')}>
      <div className="flex max-w-[640px] flex-col gap-3">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <label htmlFor={id} className="font-medium">
              {t('switch')}
            </label>
            <p id={`${id}-hint`} className="text-ink-2 text-sm">
              {t('hint')}
            </p>
          </div>
          <Switch id={id} checked={isOn} aria-describedby={`${id}-hint`} onCheckedChange={choose} />
        </div>
        {isOn ? (
          <Button className="self-start" onClick={() => void play()}>
            <Icon name="volume-2" />
            {t('try')}
          </Button>
        ) : null}
        <div role="status" className="flex flex-col gap-3 empty:hidden">
          {isOn && heard === 'played' ? <p className="text-ink-2 text-sm">{t('played')}</p> : null}
          {isOn && (heard === 'held' || heard === 'unsupported') ? (
            <Notice kind="warn">{t(heard)}</Notice>
          ) : null}
          {isKept ? null : <Notice kind="info">{t('notKept')}</Notice>}
        </div>
      </div>
    </Section>
  );
}
