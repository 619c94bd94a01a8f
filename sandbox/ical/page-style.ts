/** The page's whole look: one column, the system's fonts, light and dark. Kinds differ in pattern, not in colour alone. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce1, #3a3f47); --soft: light-dark(#f4f5f7, #22262c);
  --taken: light-dark(#2f6f5e, #4fae93); --shut: light-dark(#8a8f98, #6b717b); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.4rem; } h2 { margin: 0; font-size: 1.1rem; }
h2 small { font-weight: 400; opacity: .7; margin-left: .5rem; }
section { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
p { margin: .25rem 0 .75rem; overflow-wrap: anywhere; }
[role=status] { padding: .5rem .75rem; background: var(--soft); border-left: 3px solid var(--taken); }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(2rem, 1fr)); gap: 2px; padding: 0; list-style: none; }
.strip li { padding: .2rem 0; text-align: center; font-size: .75rem; background: var(--soft); border-radius: 3px; }
.strip .reservation { background: var(--taken); color: light-dark(#fff, #0d1512); }
.strip .block { background: repeating-linear-gradient(45deg, var(--shut) 0 3px, transparent 3px 7px), var(--soft); }
.strip .tentative { box-shadow: inset 0 0 0 2px var(--taken); }
table { width: 100%; border-collapse: collapse; margin: .75rem 0; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 0; }
label { display: grid; gap: .15rem; font-size: .8rem; }
input, select, button { font: inherit; padding: .3rem .5rem; border: 1px solid var(--line); border-radius: 5px; background: Field; color: FieldText; }
button { cursor: pointer; background: var(--soft); color: inherit; }
`;
