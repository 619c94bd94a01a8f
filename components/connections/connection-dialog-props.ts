import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

export type ConnectionDialogKind = 'test' | 'pause' | 'interval' | 'disconnect' | 'force' | 'pricing';
export type ConnectionDialogProps = {
  state: ConnectionState;
  channelName: string;
  /** The account's. */
  name: string;
  /** Follows a run that the dialog started. */
  onStarted: (runId: string) => void;
  onClose: () => void;
};
