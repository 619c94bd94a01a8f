'use client';

import { useTranslations } from 'next-intl';
import { ROLE_ORDER, type Role } from '#lib/domain/access/labels.ts';

/** Roles with what each may do, from the least on. */
export function RoleChoice({
  value,
  onChange,
  grantable,
}: {
  value: Role;
  onChange: (role: Role) => void;
  /** Nobody hands out a role above their own. */
  grantable: readonly Role[];
}) {
  const t = useTranslations('settingsPages.roles');
  const names = useTranslations('frame.role');
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('label')}</legend>
      <ul className="rounded-md border border-line">
        {ROLE_ORDER.map((role) => {
          const open = grantable.includes(role);
          return (
            <li key={role} className="border-line border-b last:border-b-0">
              <label
                className={`flex items-start gap-3 px-3 py-2 ${open ? 'cursor-pointer hover:bg-hover/50' : 'text-ink-2'}`}
              >
                <input
                  type="radio"
                  name="role"
                  value={role}
                  checked={value === role}
                  disabled={!open}
                  onChange={() => onChange(role)}
                  className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                />
                <span className="min-w-0">
                  <span className="font-medium">{names(role)}</span>
                  <span className="block text-ink-2 text-sm">{t(`${role}`)}</span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
