export type Person = {
  name: string;
  email: string;
  role: string;
  organization: { id: string; name: string };
  /** Everything this person belongs to. */
  organizations: readonly { id: string; name: string }[];
};
