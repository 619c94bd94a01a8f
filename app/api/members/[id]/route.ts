import { changeRole } from '#lib/domain/people/change-role.ts';
import { removeMember } from '#lib/domain/people/remove-member.ts';
import { changeRoleApi, removeMemberApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const PATCH = endpoint(changeRoleApi, ({ ctx, params, body }) =>
  changeRole(ctx, params.id, body.role),
);
export const DELETE = endpoint(removeMemberApi, ({ ctx, params }) => removeMember(ctx, params.id));
