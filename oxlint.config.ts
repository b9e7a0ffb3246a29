import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type OxlintOverride } from 'oxlint';

// Which way imports run: protocol ← domain ← server capabilities ← server edges ← wiring ← app ← main; client → protocol, domain.

const BELOW_THE_SERVER = ['protocol', 'domain'];
/** Top folder → the other top folders that it may import. */
const FOLDERS: Record<string, string[]> = {
  protocol: [],
  domain: ['protocol'],
  server: BELOW_THE_SERVER,
  client: BELOW_THE_SERVER,
  simulation: BELOW_THE_SERVER, // synthetic rooms know the server as browsers do: by its protocol
  demo: [...BELOW_THE_SERVER, 'server', 'simulation'],
  bench: [...BELOW_THE_SERVER, 'server', 'simulation', 'test'],
  test: [...BELOW_THE_SERVER, 'server', 'client', 'simulation', 'demo', 'bench', 'scripts', 'deploy'],
  deploy: [...BELOW_THE_SERVER, 'server'],
  scripts: BELOW_THE_SERVER, // docs/protocol.md is written from the contract
};

/** Capabilities import no edge, and edges no other edge: wiring joins them through the ports of the capabilities. */
const ABOVE_THE_CAPABILITIES = [
  'http',
  'socket',
  'bridge',
  'storage',
  'mail',
  'config',
  'wiring',
  'app.ts',
  'main.ts',
];

/** Package → the only places that may import it. */
const PACKAGES = [
  { names: ['mediasoup'], places: ['server/bridge', 'scripts', 'bench'] },
  { names: ['pg', 'pg-*', 'kysely', '@electric-sql/*'], places: ['server/storage', 'test/support', 'bench'] },
  { names: ['socket.io', '@socket.io/*'], places: ['server/socket'] },
  { names: ['express'], places: ['server/http'] },
  // Its parser of addresses reads a text and sends nothing.
  { names: ['nodemailer', '!nodemailer/lib/addressparser'], places: ['server/mail'] },
  { names: ['prom-client'], places: ['server/observability'] },
];

type Pattern = { message: string; importNames?: string[] } & ({ regex: string } | { group: string[] });

/** Specifiers that climb out of a place into one of these folders or files. */
function climbingTo(names: string[], message: string): Pattern {
  return { regex: `^(\\.\\./)+(${names.join('|').replaceAll('.', '\\.')})(/|$)`, message };
}

function anyPackageBut(names: string[], message: string): Pattern {
  return { group: ['**', '!./**', '!../**', ...names.map((name) => `!${name}`)], message };
}

/** What a place, a folder or one file, may not import; `more` adds to what the tables say. */
function restrict(place: string, ...more: Pattern[]): OxlintOverride {
  const [folder = place] = place.split('/');
  const allowed = FOLDERS[folder] ?? [];
  const others = Object.keys(FOLDERS).filter((other) => other !== folder && !allowed.includes(other));
  const patterns: Pattern[] = [
    climbingTo(others, `${folder} may import: ${allowed.join(', ') || 'no other folder'}.`),
    ...PACKAGES.filter(({ places }) => !places.includes(place)).map(({ names, places }) => ({
      group: names.flatMap((name) => [name, `${name}/**`]),
      message: `Only ${places.join(', ')} may import it.`,
    })),
    ...more,
  ];
  return {
    files: [place.endsWith('.ts') ? place : `${place}/**`],
    rules: { 'eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const wiring = climbingTo(
  ABOVE_THE_CAPABILITIES,
  'Capabilities import no edge, edges no other edge; server/wiring joins them.',
);
/** The only places that write without a caller: what time does, and the first administrator. */
const ACTING_BY_ITSELF = [
  'server/scheduling/planning/without-caller.ts',
  'server/identity/one-time-links/first-administrator.ts',
];
const scopeOfCallers: Pattern = {
  regex: '/scope\\.ts$',
  importNames: ['serverScope'],
  message: `Only ${ACTING_BY_ITSELF.join(', ')} act without a caller: take the caller's scope.`,
};
/** The only place of planning that throws a Failure (docs/decisions/0068). */
const REFUSING_PLANS = 'server/scheduling/planning/refused.ts';
const failureOfPlanning: Pattern = {
  regex: '/failure\\.ts$',
  importNames: ['Failure'],
  message: `Return a refusal; a use case hands it to a function of ${REFUSING_PLANS}.`,
};
const processIsMains = 'Only main.ts touches the process: take what you need as an argument.';
const nodeProcess = { group: ['node:process', 'process'], message: processIsMains };

const noNodeModules = { group: ['node:*'], message: 'Browsers have no such module.' };
/** Folders of client/views that are a page, or pages that belong together. `app` opens them. */
const VIEWS = readdirSync(join(import.meta.dirname, 'client/views')).filter((name) => name !== 'app');

/** The page of the design system, which shows components of the others. */
const showsAll = 'style';

/** What a folder of client/views may not import: the inside of another one. */
function restrictView(view: string): OxlintOverride {
  const others = ['app', ...(view === showsAll ? [] : VIEWS)].filter(
    (other) => other !== view && other !== 'shared',
  );
  const message =
    'No view imports the inside of another: common parts are in client/views/shared or client/hooks.';
  return restrict(`client/views/${view}`, noNodeModules, climbingTo(others, message));
}

/** Lines of code in a file. */
const mostLines = 300;
/** Files that may be longer, and why. */
const LONGER = [
  // Tables: one entry after the other, each a few lines.
  'deploy/dashboards/bridge-health.ts',
  'protocol/rest/openapi/example-values.ts',
  'server/http/audited.ts',
  'server/storage/schema.ts',
  'test/support/rest/scope-plans.ts',
  // One object with many operations that share its private state.
  'server/bridge/bridge.ts',
  'simulation/room.ts',
];

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'promise', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['client/dist', 'node_modules', '.runtime', 'var'],
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/await-thenable': 'error',
    'typescript/only-throw-error': 'error',
    // Covered values are plain objects; that a spread is no longer covered is meant (server/identity/covered.ts).
    'typescript/no-misused-spread': ['error', { allow: ['Covered', 'Checked'] }],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'eslint/max-lines': ['error', { max: mostLines, skipBlankLines: true, skipComments: true }],
    'eslint/eqeqeq': 'error',
    'eslint/no-console': 'error',
    'eslint/no-empty': ['error', { allowEmptyCatch: false }],
    'eslint/no-await-in-loop': 'off',
    // `import pg from 'pg'` is how a CommonJS package is meant to be read.
    'import/no-named-as-default-member': 'off',
    // Means windows; ours are worker threads, whose postMessage has no origin.
    'unicorn/require-post-message-target-origin': 'off',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css', '**/strict-csp.ts'] }],
    // Both mean chains of then(); ours end in an effect, and typescript/no-floating-promises sees that they end.
    'promise/always-return': 'off',
    'promise/no-callback-in-promise': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'eslint/no-shadow': 'off',
    'eslint/no-underscore-dangle': 'off',
  },
  overrides: [
    restrict('protocol', anyPackageBut(['zod'], 'The protocol imports no package but zod.')),
    // Recurrence is as pure as the rest: instants in, instants out.
    restrict(
      'domain',
      anyPackageBut(['rrule-temporal'], 'The domain is pure: it imports no package but for recurrence.'),
    ),
    ...[
      'server',
      'server/http',
      'server/socket',
      'server/bridge',
      'server/storage',
      'server/mail',
      'server/observability',
    ].map((place) => restrict(place, wiring, nodeProcess, scopeOfCallers)),
    restrict('server/scheduling', wiring, nodeProcess, scopeOfCallers, failureOfPlanning),
    restrict(REFUSING_PLANS, wiring, nodeProcess, scopeOfCallers),
    ...ACTING_BY_ITSELF.map((place) =>
      restrict(
        place,
        wiring,
        nodeProcess,
        ...(place.startsWith('server/scheduling') ? [failureOfPlanning] : []),
      ),
    ),
    ...['server/wiring', 'server/app.ts'].map((place) => restrict(place, nodeProcess, scopeOfCallers)),
    restrict('server/main.ts'),
    restrict('client', noNodeModules),
    ...['hooks', 'i18n', 'media', 'signaling', 'state'].map((folder) =>
      restrict(
        `client/${folder}`,
        noNodeModules,
        climbingTo(['views'], 'Views import the other folders of the client, not the other way round.'),
      ),
    ),
    ...VIEWS.map(restrictView),
    ...['simulation', 'demo', 'bench', 'test', 'test/support', 'deploy', 'scripts'].map((place) =>
      restrict(place),
    ),
    {
      files: ['server/**'],
      rules: { 'eslint/no-restricted-globals': ['error', { name: 'process', message: processIsMains }] },
    },
    // The workshop's processes have mains of their own.
    {
      files: ['server/main.ts', 'server/workshop/*-main.ts'],
      rules: { 'eslint/no-restricted-globals': 'off' },
    },
    // kysely's expression builders are made to be taken apart: ({ eb, or }) => …
    { files: ['server/storage/**'], rules: { 'typescript/unbound-method': 'off' } },
    { files: LONGER, rules: { 'eslint/max-lines': 'off' } },
    // A suite has one subject, however many cases.
    { files: ['test/**/*.test.ts'], rules: { 'eslint/max-lines': 'off' } },
    // A suite's functions are beside the tests that call them, closures or not.
    { files: ['test/**'], rules: { 'unicorn/consistent-function-scoping': 'off' } },
    {
      // Read by tools that want a default export.
      files: ['**/*.config.ts', 'scripts/reporter.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
});
