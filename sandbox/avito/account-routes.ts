import { type Context, Hono } from 'hono';
import { type ApiEnv, accountAt, accountOf } from './calls.ts';
import type { AvitoHost } from './host.ts';
import { ApiError, invalid } from './problems.ts';
import { accountOut, itemOut, listedOut } from './wire.ts';
import { ITEM_STATUSES } from './world.ts';

const PAGE = 25;
const PAGE_MOST = 100;

/** Who the token belongs to, its adverts page by page, and one advert. */
export function accountRoutes(host: AvitoHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.get('/accounts/self', (c) => Response.json(accountOut(accountOf(host, c, 'user:read'))));
  routes.get('/items', (c) => {
    const account = accountOf(host, c, 'items:info');
    const wanted = statuses(c.req.query('status'));
    const all = account.employee
      ? []
      : host.store.itemsOf(account.id).filter((one) => wanted.includes(one.status));
    return Response.json(page(c, all.map(listedOut)));
  });
  const one = (c: Context<ApiEnv>) => {
    const account = accountAt(host, c, 'items:info');
    const found = host.store.state.items.find((item) => item.id === c.req.param('item'));
    if (!found) return Response.json({ status: 'not_found' });
    return Response.json(found.accountId === account.id ? itemOut(found) : { status: 'another_user' });
  };
  routes.get('/accounts/:user/items/:item', one);
  routes.get('/accounts/:user/items/:item/', one);
  return routes;
}

function statuses(text: string | undefined): readonly string[] {
  const wanted = (text || 'active').split(',');
  if (wanted.some((one) => !(ITEM_STATUSES as readonly string[]).includes(one))) {
    throw invalid({ status: `одно или несколько из ${ITEM_STATUSES.join(', ')}` });
  }
  return wanted;
}

/** There is no word for the end: a page that is not full is the last. */
function page(c: Context<ApiEnv>, all: readonly unknown[]) {
  const perPage = count(c, 'per_page', PAGE);
  const asked = count(c, 'page', 1);
  if (perPage > PAGE_MOST) throw invalid({ per_page: `не более ${PAGE_MOST}` });
  const kind = c.env.fault?.kind;
  if (kind === 'cursor_lost') throw new ApiError(400, 'Неверный номер страницы');
  const from = (kind === 'repeat_page' ? asked - 2 : asked - 1) * perPage;
  const items = all.slice(Math.max(0, from), Math.max(0, from) + perPage);
  return {
    meta: { page: asked, per_page: perPage },
    resources: kind === 'half_page' ? items.slice(0, Math.floor(items.length / 2)) : items,
  };
}

function count(c: Context, name: string, otherwise: number): number {
  const text = c.req.query(name);
  if (text === undefined || text === '') return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalid({ [name]: 'целое число от 1' });
  return Number(text);
}
