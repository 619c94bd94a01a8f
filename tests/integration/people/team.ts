import { expect } from 'vitest';
import { POST as acceptInvitation } from '#app/api/invitations/accept/route.ts';
import { POST as createInvitation } from '#app/api/invitations/route.ts';
import { PATCH as changeRole, DELETE as removeMember } from '#app/api/members/[id]/route.ts';
import { GET as listMembers } from '#app/api/members/route.ts';
import { POST as signUp } from '#app/api/sign-up/route.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { type Answer, Visitor } from '#tests/support/visitor.ts';

export const PASSWORD = 'correct horse battery';
let people = 0;

export type Person = { visitor: Visitor; email: string };

/** A signed-in owner of an organization of their own. Needs SIGNUP=open. */
export async function newOwner(): Promise<Person> {
  const person = nobody();
  const body = { organization: `House ${people}`, name: 'Olga', email: person.email, password: PASSWORD };
  expect(await person.visitor.send(signUp, 'POST', { body })).toMatchObject({ status: 201 });
  await signIn(person);
  return person;
}

/** A signed-in member with that role, by an invitation of `owner`. */
export async function newMember(owner: Person, role: Role): Promise<Person & { id: string }> {
  const person = nobody();
  const token = await invite(owner, person.email, role);
  const body = { token, name: 'Max', password: PASSWORD };
  const joined = await person.visitor.send(acceptInvitation, 'POST', { body });
  expect(joined).toMatchObject({ status: 201 });
  await signIn(person);
  return { ...person, id: joined.body.id };
}

export function nobody(): Person {
  people += 1;
  return {
    visitor: new Visitor(`10.0.${people >> 8}.${people & 255}`),
    email: `someone${people}@example.com`,
  };
}

export async function signIn(person: Person): Promise<void> {
  expect((await person.visitor.signIn(person.email, PASSWORD)).status).toBe(200);
}

/** @returns the token of the link */
export async function invite(from: Person, email: string, role: Role): Promise<string> {
  const answer = await from.visitor.send(createInvitation, 'POST', { body: { email, role } });
  expect(answer).toMatchObject({ status: 201 });
  return new URL(answer.body.url).pathname.split('/').at(-1) ?? '';
}

export async function memberId(of: Person): Promise<string> {
  const { body } = await of.visitor.send(listMembers, 'GET');
  return body.items.find((one: { isSelf: boolean }) => one.isSelf).id;
}

export function setRole(by: Person, id: string, role: Role): Promise<Answer> {
  return by.visitor.send(changeRole, 'PATCH', { params: { id }, body: { role } });
}

export function remove(by: Person, id: string): Promise<Answer> {
  return by.visitor.send(removeMember, 'DELETE', { params: { id } });
}
