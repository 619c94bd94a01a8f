/** The keyhole. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--accent)" />
      <path
        d="M12 6a3.6 3.6 0 0 1 1.75 6.75L14.9 18H9.1l1.15-5.25A3.6 3.6 0 0 1 12 6Z"
        fill="var(--accent-ink)"
      />
    </svg>
  );
}
