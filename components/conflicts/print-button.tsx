'use client';

import { Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

export function PrintButton({ label }: { label: string }) {
  return (
    <Button kind="primary" onClick={() => window.print()}>
      <Printer strokeWidth={1.75} />
      {label}
    </Button>
  );
}
