'use client';

import type { ConnectionDialogKind, ConnectionDialogProps } from './connection-dialog-props.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { ForceDialog } from './force-dialog.tsx';
import { IntervalDialog } from './interval-dialog.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { PricingDialog } from './pricing-dialog.tsx';
import { TestDialog } from './test-dialog.tsx';

export function ConnectionDialog({ kind, ...rest }: ConnectionDialogProps & { kind: ConnectionDialogKind }) {
  if (kind === 'test') return <TestDialog {...rest} />;
  if (kind === 'pause') return <PauseDialog {...rest} />;
  if (kind === 'interval') return <IntervalDialog {...rest} />;
  if (kind === 'force') return <ForceDialog {...rest} />;
  if (kind === 'pricing') return <PricingDialog {...rest} />;
  return <DisconnectDialog {...rest} />;
}
