import { z } from 'zod';
import { BlockId } from '#lib/domain/blocks/schemas.ts';
import { BlockMove, MovePreview, NewNights } from '#lib/domain/explain/move-schemas.ts';
import { ReservationId, StayMove } from '#lib/domain/reservations/schemas.ts';
import { define } from '../define.ts';

export const previewStayMoveApi = define({
  method: 'POST',
  path: '/api/reservations/{id}/move-preview',
  summary:
    'Whether a stay may go to another unit or other dates, which nights open and close, and what each channel would be told; changes nothing',
  tag: 'Reservations',
  can: 'reservation.write',
  params: z.object({ id: ReservationId }),
  body: StayMove,
  status: 200,
  answer: MovePreview,
});

export const previewBlockMoveApi = define({
  method: 'POST',
  path: '/api/blocks/{id}/move-preview',
  summary: 'What moving a block would open, close and tell the channels; changes nothing',
  tag: 'Blocks',
  can: 'block.write',
  params: z.object({ id: BlockId }),
  body: BlockMove,
  status: 200,
  answer: MovePreview,
});

export const previewNightsApi = define({
  method: 'POST',
  path: '/api/timeline/preview',
  summary:
    'Whether free nights may be booked or blocked, and what each channel would be told; changes nothing',
  tag: 'Availability',
  can: 'reservation.write',
  body: NewNights,
  status: 200,
  answer: MovePreview,
});
