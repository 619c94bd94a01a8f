import { z } from 'zod';

export const OrganizationId = z.string().regex(/^org_[0-9a-z]{24}$/);

export const OrganizationName = z.string().trim().min(1, 'a name').max(120, 'at most 120 characters');
export const OrganizationPatch = z.object({ name: OrganizationName });

export const Organization = z.object({
  id: OrganizationId,
  name: z.string(),
  createdAt: z.string(),
});

export type OrganizationPatch = z.infer<typeof OrganizationPatch>;
export type Organization = z.infer<typeof Organization>;
