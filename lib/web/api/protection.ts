import { Protections } from '#lib/domain/protection/schemas.ts';
import { define } from '../define.ts';

export const readProtectionApi = define({
  method: 'GET',
  path: '/api/protection',
  summary: 'How well each unit is protected from a double booking, with the evidence or the reasons',
  tag: 'Availability',
  can: 'calendar.read',
  status: 200,
  answer: Protections,
});
