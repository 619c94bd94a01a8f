import {
  NoticeChoice,
  NoticeChoices,
  NoticeTest,
  NoticeTested,
  TelegramCode,
} from '#lib/domain/notices/schemas.ts';
import { define } from '../define.ts';

const tag = 'Notices';

export const getNoticeChoicesApi = define({
  method: 'GET',
  path: '/api/notices/choices',
  summary: 'What you are told of, and by what; for persons',
  tag,
  can: 'signed_in',
  status: 200,
  answer: NoticeChoices,
});

export const setNoticeChoiceApi = define({
  method: 'PUT',
  path: '/api/notices/choices',
  summary: 'Switch one kind on or off for one medium; for persons',
  tag,
  can: 'signed_in',
  body: NoticeChoice,
  status: 200,
  answer: NoticeChoices,
});

export const testNoticeApi = define({
  method: 'POST',
  path: '/api/notices/test',
  summary: 'Send yourself a message now; for persons',
  tag,
  can: 'signed_in',
  body: NoticeTest,
  status: 200,
  answer: NoticeTested,
});

export const beginTelegramApi = define({
  method: 'POST',
  path: '/api/notices/telegram',
  summary: 'A code that links your Telegram chat when you send it to the bot; for persons',
  tag,
  can: 'signed_in',
  status: 200,
  answer: TelegramCode,
});

export const endTelegramApi = define({
  method: 'DELETE',
  path: '/api/notices/telegram',
  summary: 'Unlink your Telegram chat; for persons',
  tag,
  can: 'signed_in',
  status: 204,
});
