'use client';

import { useEffect, useState } from 'react';

/** Takes the browser to Avito's consent page; true until it has gone, or has come back by its Back button. */
export function useLeave(): { isLeaving: boolean; leaveFor: (url: string) => void } {
  const [isLeaving, setLeaving] = useState(false);

  useEffect(() => {
    const back = () => setLeaving(false);
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);

  return {
    isLeaving,
    leaveFor: (url) => {
      setLeaving(true);
      window.location.assign(url);
    },
  };
}
