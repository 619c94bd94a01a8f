/** All of the page's looks: it loads nothing from anywhere. Sizes for a thumb; light, dark and paper. */
export const STYLE = `
:root{color-scheme:light dark;--canvas:#f6f3ec;--panel:#fffdf8;--ink:#1f1d1a;--soft:#5c574e;--line:#d9d3c6;--accent:#0f5c5c;--on:#fff}
@media (prefers-color-scheme:dark){:root{--canvas:#141311;--panel:#1d1b18;--ink:#efece5;--soft:#b0a99c;--line:#3a362f;--accent:#7cc9c4;--on:#10201f}}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--ink);font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.page{max-width:44rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem;margin:0}
h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:0}
.soft{color:var(--soft);font-size:.875rem}
fieldset{border:0;margin:1rem 0 0;padding:0}
legend{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.days{display:flex;border:1px solid var(--line);border-radius:.625rem;overflow:hidden;background:var(--panel)}
.days label{flex:1;position:relative;text-align:center;padding:.7rem .25rem;border-left:1px solid var(--line);font-weight:600;cursor:pointer}
.days label:first-child{border-left:0}
.days input{position:absolute;inset:0;opacity:0;margin:0;cursor:pointer}
.days label:has(input:checked){background:var(--accent);color:var(--on)}
.days label:has(input:focus-visible){outline:3px solid var(--accent);outline-offset:-5px}
.days label:has(input:checked:focus-visible){outline-color:var(--on)}
.page:has(#tomorrow:checked) section:not(.d1),.page:has(#today:checked) section:not(.d0){display:none}
.place{background:var(--panel);border:1px solid var(--line);border-radius:.625rem;margin:0 0 .75rem;overflow:hidden}
.place header{padding:.6rem .9rem;border-bottom:1px solid var(--line)}
ul{list-style:none;margin:0;padding:0}
.unit{padding:.7rem .9rem;border-top:1px solid var(--line)}
.unit:first-child{border-top:0}
.unit>b{display:block}
.move{display:grid;grid-template-columns:1.4rem 1fr;margin-top:.15rem}
.move svg{width:1rem;height:1rem;margin-top:.25rem}
.tag{display:inline-block;margin-top:.35rem;border:1px solid currentColor;border-radius:.375rem;padding:.05rem .45rem;font-weight:600;font-size:.875rem}
@media print{:root{--canvas:#fff;--panel:#fff;--ink:#000;--soft:#333;--line:#888;--accent:#000}fieldset{display:none}.place,.unit{break-inside:avoid}section+section{break-before:page}.page{max-width:none;padding:0}}
`;
