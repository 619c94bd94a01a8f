import { z } from 'zod';
import { ConnectionQuery } from '#lib/domain/connections/schemas.ts';
import { MappingId, ProviderParams } from '#lib/domain/mappings/schemas.ts';
import { RunId } from '#lib/domain/runs/schemas.ts';
import { define } from '../define.ts';

export const forcePushApi = define({
  method: 'POST',
  path: '/api/integrations/{provider}/push',
  summary:
    'Tell an account everything again, or some of its mappings; the run says what came of it. No sold night is opened',
  tag: 'Connections',
  can: 'push.force',
  params: ProviderParams,
  query: ConnectionQuery,
  body: z.strictObject({ mappingIds: z.array(MappingId).min(1).max(500).optional() }).optional(),
  status: 202,
  answer: z.object({ runId: RunId }),
});
