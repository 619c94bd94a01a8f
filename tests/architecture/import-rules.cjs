/**
 * One direction: app -> web|auth|jobs -> runtime -> domain -> providers|db -> platform -> kernel.
 * A layer may import itself and what its line names. Everything else is an error.
 * `npm run check` reads this, and fails where the tool saw fewer modules than there are files.
 */
const LAYERS = {
  kernel: { at: '^lib/kernel/', may: [] },
  env: { at: '^lib/env\\.ts$', may: [] },
  platform: { at: '^lib/platform/', may: ['kernel', 'env'] },
  db: { at: '^db/', may: ['kernel', 'env'] },
  providers: { at: '^lib/providers/', may: ['kernel', 'platform'] },
  domain: { at: '^lib/domain/', may: ['kernel', 'platform', 'db', 'providers'] },
  runtime: { at: '^lib/runtime/', may: ['kernel', 'env', 'platform', 'db', 'providers', 'domain'] },
  auth: { at: '^lib/auth/', may: ['kernel', 'platform', 'db', 'domain', 'env', 'runtime'] },
  jobs: { at: '^lib/jobs/', may: ['kernel', 'platform', 'db', 'domain', 'runtime'] },
  web: { at: '^lib/web/', may: ['kernel', 'platform', 'auth', 'domain', 'runtime'] },
  icons: { at: '^components/ui/icon-names\\.ts$', may: [] },
  components: { at: '^components/', may: ['kernel', 'domain'] }, // narrowed below
  app: { at: '^app/', may: ['kernel', 'domain', 'auth', 'jobs', 'web', 'components', 'runtime'] },
  sandbox: { at: '^sandbox/', may: ['kernel'] },
  bench: {
    at: '^bench/',
    may: ['kernel', 'env', 'platform', 'db', 'providers', 'domain', 'runtime', 'jobs', 'sandbox', 'scripts'],
  },
  scripts: {
    at: '^scripts/',
    may: ['kernel', 'env', 'platform', 'db', 'domain', 'runtime', 'jobs', 'web', 'icons', 'sandbox', 'bench'],
  },
};

// Inside lib/domain: a folder may import only folders to its left.
const DOMAIN_ORDER = [
  'ctx',
  'live',
  'journal',
  'access',
  'jobs',
  // To owe the work is everybody's; to do it stands on top of all.
  'push/(mark-dirty|flow-rules)',
  'secrets',
  'organizations',
  'people',
  'properties',
  'runs',
  'rates',
  'availability',
  'conflicts',
  'reservations',
  'blocks',
  'feeds',
  'calendars',
  'notices',
  'connections',
  'mappings',
  'intake',
  'links',
  'push(?!/(mark-dirty|flow-rules))',
  'explain',
  'protection',
  'deliveries',
  'messages',
  'guide',
  'arrivals',
  'analytics',
  'turnovers',
];

const OURS = '^(app|components|lib|db|sandbox|bench|scripts|tests)/';

const layerRules = Object.entries(LAYERS).map(([name, { at, may }]) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${name} may import only: ${[name, ...may].join(', ')}`,
  from: { path: at },
  to: { path: OURS, pathNot: [at, ...may.map((layer) => LAYERS[layer].at)] },
}));

const domainRules = DOMAIN_ORDER.slice(0, -1).map((name, i) => ({
  name: `domain-order-${name}`,
  severity: 'error',
  comment: `${name} is below ${DOMAIN_ORDER.slice(i + 1).join(', ')}`,
  from: { path: `^lib/domain/${name}(/|\\.ts$)` },
  to: {
    path: `^lib/domain/(${DOMAIN_ORDER.slice(i + 1).join('|')})(/|\\.ts$)`,
    // The context carries a role, and what a role may is a table without any I/O.
    ...(name === 'ctx' ? { pathNot: '^lib/domain/access/rules\\.ts$' } : {}),
  },
}));

/** A package that only some folders may use. */
function hasAPlace(name, packages, places) {
  return {
    name,
    severity: 'error',
    from: { path: OURS, pathNot: places },
    to: { path: `node_modules/(${packages})/` },
  };
}

module.exports = {
  forbidden: [
    ...layerRules,
    ...domainRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'an import that is not found is an import that no rule sees',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-folder-is-listed',
      severity: 'error',
      comment: 'a new domain folder must be placed in DOMAIN_ORDER',
      from: { path: '^lib/domain/', pathNot: `^lib/domain/(${DOMAIN_ORDER.join('|')})(/|\\.ts$)` },
      to: {},
    },
    {
      name: 'providers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^lib/providers/([^/]+)/' },
      to: { path: '^lib/providers/[^/]+/', pathNot: '^lib/providers/$1/' },
    },
    {
      name: 'domain-sees-only-the-contract',
      severity: 'error',
      comment: 'adapters are reached through the registry, never by folder',
      from: { path: '^lib/domain/' },
      to: {
        path: '^lib/providers/',
        pathNot:
          '^lib/providers/(contract|access-contract|feed-contract|push-contract|queue-contract|sales-contract|webhook-contract|errors|registry)\\.ts$',
      },
    },
    {
      name: 'domain-internals-are-private',
      severity: 'error',
      comment: 'internal.ts of a domain folder is for that folder only',
      from: { path: '^lib/domain/([^/]+)/' },
      to: { path: '^lib/domain/[^/]+/internal\\.ts$', pathNot: '^lib/domain/$1/' },
    },
    {
      name: 'domain-internals-are-private-outside',
      severity: 'error',
      from: { path: OURS, pathNot: '^(lib/domain|tests)/' },
      to: { path: '^lib/domain/[^/]+/internal\\.ts$' },
    },
    {
      name: 'components-see-shapes-only',
      severity: 'error',
      comment: 'browser code: values from labels.ts, types from anywhere in domain',
      from: { path: '^components/' },
      to: { path: '^lib/domain/', pathNot: '/labels\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-parse-nothing',
      severity: 'error',
      comment:
        'the parser weighs 30 kB in the browser; tests/architecture/browser-code.test.ts follows the ways round',
      from: { path: '^components/' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'labels-are-light',
      severity: 'error',
      comment: 'labels.ts is what the browser may have of a domain folder',
      from: { path: '^lib/domain/.*labels\\.ts$' },
      to: { pathNot: 'labels\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pages-do-not-touch-jobs',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/api/jobs/' },
      to: { path: '^lib/jobs/' },
    },
    {
      name: 'pure-files-are-pure',
      severity: 'error',
      comment: 'rules.ts decides, schemas.ts and labels.ts describe: none may reach I/O',
      from: { path: '^lib/domain/.*(rules|schemas|labels)\\.ts$' },
      to: { path: '^(db|lib/platform|lib/providers)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'wire-shapes-stay-in-the-adapter',
      severity: 'error',
      from: { pathNot: ['^lib/providers/', '^tests/'] },
      to: { path: '^lib/providers/[^/]+/wire\\.ts$' },
    },
    {
      name: 'kernel-is-pure',
      severity: 'error',
      from: { path: '^lib/kernel/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'sandbox-is-outside',
      severity: 'error',
      comment: 'the app must not lean on the world it is tried in',
      from: { path: '^(app|components|lib|db)/' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^tests/' },
      to: { path: '^tests/' },
    },
    hasAPlace('drizzle-has-a-place', 'drizzle-orm', [
      '^db/',
      '^lib/(domain|auth|jobs)/',
      '^(tests|bench|scripts)/',
    ]),
    hasAPlace('next-has-a-place', 'next|next-auth', [
      '^(app|components|lib/auth|lib/web)/',
      '^scripts/serve\\.ts$',
    ]),
    // What is said before the corner is there waits in toast.ts.
    hasAPlace('sonner-has-a-place', 'sonner', ['^components/ui/toast']),
    // Screens name their icons to components/ui/icon.tsx; a component for each would be sent to every page.
    hasAPlace('lucide-has-a-place', 'lucide-react', ['^scripts/icons/']),
    hasAPlace('qstash-has-a-place', '@upstash/qstash', ['^(lib/platform/queue|tests)/']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '\\.test\\.tsx?$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
