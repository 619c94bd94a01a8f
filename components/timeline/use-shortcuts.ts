'use client';

import { useEffect, useRef } from 'react';

/**
 * Single keys that work anywhere on the page, save where somebody types, where a dialog is open, or together with
 * Ctrl, Alt or Cmd, which are the browser's.
 */
export function useShortcuts(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest('input, textarea, select, [contenteditable], [role=dialog][aria-modal], [role=menu]'))
        return;
      if (document.querySelector('[role=dialog][data-state=open]')) return;
      const work = current.current[event.key.toLowerCase()];
      if (!work) return;
      event.preventDefault();
      work();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
