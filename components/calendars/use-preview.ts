'use client';

import { useEffect, useState } from 'react';
import { call, type Problem, toProblem } from '#components/api/client.ts';
import type { Preview } from '#lib/domain/calendars/schemas.ts';

export type PreviewState =
  | { kind: 'idle' }
  | { kind: 'looking'; url: string }
  | { kind: 'seen'; url: string; preview: Preview }
  | { kind: 'refused'; url: string; problem: Problem };

/** What a pasted link would bring, asked once typing rests; a newer link makes an older answer void. */
export function usePreview(subjectId: string, url: string): PreviewState & { again: () => void } {
  const [state, setState] = useState<PreviewState>({ kind: 'idle' });
  const [round, setRound] = useState(0);
  const link = url.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is how a person asks again
  useEffect(() => {
    if (!/^[a-z]+:\/\/.+\..+|^[a-z]+:\/\/[^/]+:\d+\/.+/i.test(link)) {
      setState({ kind: 'idle' });
      return;
    }
    const stop = new AbortController();
    setState({ kind: 'looking', url: link });
    const timer = setTimeout(() => {
      call<Preview>(
        'POST',
        `/api/calendar/${subjectId}/external/preview`,
        { icalUrl: link },
        stop.signal,
      ).then(
        (preview) => setState({ kind: 'seen', url: link, preview }),
        (error: unknown) => {
          if (!stop.signal.aborted) setState({ kind: 'refused', url: link, problem: toProblem(error) });
        },
      );
    }, 350);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [subjectId, link, round]);

  return { ...state, again: () => setRound((value) => value + 1) };
}
