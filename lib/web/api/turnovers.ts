import { z } from 'zod';
import {
  NewTurnoverLink,
  TurnoverLink,
  TurnoverLinkId,
  TurnoverLinkInput,
} from '#lib/domain/turnovers/schemas.ts';
import { define } from '../define.ts';
import { page } from './paging.ts';

const tag = 'Turnovers';

export const listTurnoverLinksApi = define({
  method: 'GET',
  path: '/api/turnovers',
  summary: 'Links that show whoever cleans who comes and goes, and when each was last opened',
  tag,
  can: 'feed.read',
  status: 200,
  answer: page(TurnoverLink),
});

export const shareTurnoversApi = define({
  method: 'POST',
  path: '/api/turnovers',
  summary: 'Make such a link; its address is shown once',
  tag,
  can: 'feed.configure',
  body: TurnoverLinkInput,
  status: 201,
  answer: NewTurnoverLink,
});

export const revokeTurnoverLinkApi = define({
  method: 'DELETE',
  path: '/api/turnovers/{id}',
  summary: 'End such a link at once',
  tag,
  can: 'feed.configure',
  params: z.object({ id: TurnoverLinkId }),
  status: 204,
});
