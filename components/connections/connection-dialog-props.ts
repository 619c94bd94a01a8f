import type { ConnectionState } from '#lib/domain/connections/schemas.ts';

export type ConnectionDialogKind = 'test' | 'pause' | 'interval' | 'disconnect';
export type ConnectionDialogProps = {
  state: ConnectionState;
  channelName: string;
  /** The account's. */
  name: string;
  onClose: () => void;
};
