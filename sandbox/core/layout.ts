import { html, raw } from 'hono/html';
import { PAGE_STYLE } from '../ical/page-style.ts';

export type Html = ReturnType<typeof html>;

const STYLE = `
nav { margin-bottom: .75rem; font-size: .85rem; } nav a { margin-right: 1rem; }
details { margin: .5rem 0 1rem; font-size: .85rem; } summary { cursor: pointer; }
.rooms { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); }
.rooms a { display: block; height: 100%; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: 8px; color: inherit; text-decoration: none; }
.rooms a:hover, .rooms a:focus-visible { border-color: var(--taken); } .rooms strong { display: block; } .rooms p { margin: .35rem 0 0; font-size: .85rem; }
.monthbar { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; margin: 1rem 0 .5rem; }
.month { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 3px; padding: 0; margin: 0 0 .5rem; list-style: none; }
.month li { min-height: 3.1rem; padding: .25rem .35rem; font-size: .75rem; background: var(--soft); border-radius: 4px; overflow: hidden; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.month li.head { min-height: 0; background: none; font-weight: 600; } .month li.pad { visibility: hidden; }
.month li b { display: block; font-size: .85rem; }
.month .reserved, .key .reserved { background: var(--taken); color: light-dark(#fff, #0d1512); }
.month .closed, .key .closed { background: repeating-linear-gradient(45deg, var(--shut) 0 2px, transparent 2px 8px), var(--soft); }
.month .past { opacity: .45; } .month .limit, .key .limit { box-shadow: inset 0 0 0 2px var(--shut); }
.month li span { background: color-mix(in srgb, Canvas 80%, transparent); border-radius: 3px; } .month .reserved span, .month .free span, .month .past span, .month .limit span { background: none; }
.key { display: flex; flex-wrap: wrap; gap: .4rem 1rem; padding: 0; margin: 0 0 1rem; list-style: none; font-size: .8rem; }
.key i { display: inline-block; width: 1rem; height: 1rem; margin-right: .35rem; vertical-align: -.15rem; border-radius: 3px; background: var(--soft); border: 1px solid var(--line); }
.main { background: light-dark(#1f5a4c, #4fae93); color: light-dark(#fff, #0d1512); border-color: transparent; font-weight: 600; padding: .45rem 1rem; }
.consent { max-width: 32rem; margin: 2rem auto; padding: 1.5rem; border: 1px solid var(--line); border-radius: 10px; }
.consent form { display: block; } fieldset { margin: 1rem 0; padding: .5rem 1rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
legend { font-weight: 600; padding: 0 .35rem; } .pick { display: flex; gap: .6rem; align-items: start; padding: .45rem 0; font-size: .95rem; }
.pick input { margin-top: .3rem; } .pick small { display: block; opacity: .75; } .buttons { display: flex; gap: .75rem; flex-wrap: wrap; }
.bookings { list-style: none; padding: 0; margin: .75rem 0; } .bookings li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .75rem 0; border-bottom: 1px solid var(--line); }
.bookings p { flex: 1 1 16rem; margin: 0; }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 30rem) { .month li { min-height: 2.6rem; padding: .15rem .2rem; font-size: .65rem; } .consent { margin: 0; padding: 1rem; } }
`;

export function layout(title: string, header: unknown, main: unknown): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>${raw(PAGE_STYLE)}${raw(STYLE)}</style>
      </head>
      <body>
        <header>${header}</header>
        <main>${main}</main>
      </body>
    </html>`;
}
