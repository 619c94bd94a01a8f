import { readHealth } from '#lib/domain/runs/health.ts';
import { healthApi } from '#lib/web/api/runs.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const GET = publicEndpoint(healthApi, ({ deps }) => readHealth(deps));
