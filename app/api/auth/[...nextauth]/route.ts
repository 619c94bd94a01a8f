import { answerAuth } from '#lib/web/auth-route.ts';

export const GET = answerAuth;
export const POST = answerAuth;
