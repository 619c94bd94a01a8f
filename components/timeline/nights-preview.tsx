'use client';

import { useQuery } from '@tanstack/react-query';
import { call } from '#components/api/client.ts';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { useRested } from '#components/ui/use-rested.ts';
import type { MovePreview } from '#lib/domain/explain/move-schemas.ts';
import type { Nights } from './layout.ts';
import { Hints, useShortPreview, Verdict } from './move-preview.tsx';

const REST_MS = 250;

/** What a booking or a block on these nights would do, in a few words, while the form is filled. */
export function NightsPreview({
  what,
  unitId,
  nights: { checkIn, checkOut },
}: {
  what: 'stay' | 'block';
  unitId: string;
  nights: Nights;
}) {
  const short = useShortPreview();
  const key = [what, unitId, checkIn, checkOut].join(' ');
  const rested = useRested(key, REST_MS, '');
  const isInOrder = checkIn !== '' && checkIn < checkOut && unitId !== '';
  const { data } = useQuery({
    queryKey: ['nights-preview', key],
    enabled: isInOrder && rested === key,
    staleTime: 4000,
    retry: false,
    queryFn: ({ signal }) =>
      call<MovePreview>(
        'POST',
        '/api/timeline/preview',
        { what, unitId, from: checkIn, to: checkOut },
        signal,
      ),
  });
  // Where the question itself fails, saving says why.
  if (!isInOrder || !data) return <div aria-live="polite" />;
  return (
    <div aria-live="polite" className="flex flex-col gap-1.5 text-sm">
      {data.refusal ? <Verdict preview={data} met={null} /> : null}
      <Hints hints={data.hints} />
      {data.may ? (
        <ul className="flex flex-col gap-0.5 text-ink-2">
          {short(data).map(({ mark, text }) => (
            <li key={text} className="flex items-start gap-1.5">
              {mark ? <ChannelMark channel={mark} className="mt-0.5 size-4" /> : null}
              <span className="min-w-0">{text}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
