// Checks the packages in package-lock.json against the project's policy. `node scripts/dependency-policy.ts`
// prints each fault on a line, and exits with 1 if there is any.

import { globSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** The part of an entry of `packages`, in a lock file of version 3, that the policy reads. */
const lockEntry = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const lockFile = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), lockEntry) });

export type LockedPackages = Record<string, z.infer<typeof lockEntry>>;

/** Permissive licences: they require that their text is kept, and nothing of what is built with them. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  '(MIT OR CC0-1.0)',
]);

type LicenceException = {
  /** `*` at the end matches the packages of one program for each platform. */
  name: string;
  licence: string;
  /** Not in the image, and not in what a browser loads. */
  developmentOnly: boolean;
  why: string;
};

const LICENCE_EXCEPTIONS: readonly LicenceException[] = [
  {
    name: 'ical.js',
    licence: 'MPL-2.0',
    developmentOnly: false,
    why: 'used as published; the MPL covers its own files and not ours, and a change of those files would have to be published',
  },
  {
    name: 'lightningcss*',
    licence: 'MPL-2.0',
    developmentOnly: true,
    why: 'vite minifies style sheets with it',
  },
  ...['@expo-google-fonts/arimo', '@expo-google-fonts/tinos'].map((name) => ({
    name,
    licence: 'MIT AND OFL-1.1',
    developmentOnly: false,
    why: 'the OFL asks that the fonts keep their licence and name and are not sold by themselves, and nothing of what is drawn with them',
  })),
  {
    name: 'axe-core',
    licence: 'MPL-2.0',
    developmentOnly: true,
    why: 'the browser tests judge the pages with it, as published',
  },
  {
    name: 'railroad-diagrams',
    licence: 'CC0-1.0',
    developmentOnly: true,
    why: 'the validator of kubernetes-models depends on a parser that depends on it',
  },
  { name: 'argparse', licence: 'PSF-2.0', developmentOnly: true, why: 'mocha reads YAML with it' },
];

/**
 * Packages that may have install scripts. None of the scripts runs: each package gets a replacement for it.
 */
const INSTALL_SCRIPTS = new Map([['mediasoup', 'scripts/worker/find brings its worker']]);

const packageName = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** All packages except the project itself, which has the path ''. */
const dependencies = (packages: LockedPackages): [string, LockedPackages[string]][] =>
  Object.entries(packages).filter(([path]) => path !== '');

/** The faults of a lock file, one line each. */
export function lockFaults(packages: LockedPackages): string[] {
  return dependencies(packages).flatMap(([path, { integrity, hasInstallScript }]) => [
    ...(/^sha(512|384|256)-/.test(integrity ?? '')
      ? []
      : [`${path}: no SHA-2 integrity in package-lock.json`]),
    ...(hasInstallScript && !INSTALL_SCRIPTS.has(packageName(path))
      ? [`${path}: has an install script, and scripts/dependency-policy.ts does not name it`]
      : []),
  ]);
}

/**
 * The faults of the packages' licences, one line each. `ownLicence` returns what the installed package itself
 * declares, or undefined where it is not installed, because it is for another platform.
 */
export function licenceFaults(
  packages: LockedPackages,
  ownLicence: (path: string) => string | undefined,
): string[] {
  const used = new Set<LicenceException>();
  const faults = dependencies(packages).flatMap(([path, entry]) => {
    const own = ownLicence(path);
    if (own === undefined && !entry.optional) return [`${path}: not installed, so its licence is not known`];
    // The registry and the package each declare a licence; both count where both exist.
    const licences = [...new Set([own, entry.license])].filter((licence) => licence !== undefined);
    if (licences.length === 0) return [`${path}: names no licence`];
    return licences
      .filter((licence) => !LICENCES.has(licence))
      .flatMap((licence) => {
        const exception = LICENCE_EXCEPTIONS.find(
          (each) => each.licence === licence && matches(each.name, packageName(path)),
        );
        if (!exception) return [`${path}: the licence ${licence} is not on the list`];
        used.add(exception);
        return exception.developmentOnly && !entry.dev
          ? [`${path}: ${licence} is accepted for development alone, and this is a production dependency`]
          : [];
      });
  });
  const unused = LICENCE_EXCEPTIONS.filter((each) => !used.has(each));
  return [...faults, ...unused.map(({ name }) => `the licence exception for ${name} is not needed any more`)];
}

/** The npm commands in `text` that could run install scripts; `where` names the file. */
export function installFaults(where: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /\bnpm (ci|install|i|exec|update|rebuild)\b/.test(line.replace(/(^|\s)#.*/, '')) &&
      !line.includes('--ignore-scripts')
        ? [`${where}:${index + 1}: npm without --ignore-scripts: ${line.trim()}`]
        : [],
    );
}

const manifest = z.object({
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  // The format of packages before 2015.
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

/**
 * The licence in a package's own package.json; '' where it names none. Several are joined, so that they match
 * no allowed licence.
 */
function declared(json: string): string {
  const { license, licenses } = manifest.parse(JSON.parse(json));
  if (license !== undefined) return typeof license === 'string' ? license : license.type;
  return (licenses ?? []).map(({ type }) => type).join(' and ');
}

function ownLicence(path: string): string | undefined {
  try {
    return declared(readFileSync(`${path}/package.json`, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const SHELLS = [
  'scripts/run',
  'scripts/check',
  'scripts/packages',
  'scripts/worker/*',
  '.ci/*',
  'Dockerfile',
  'deploy/**/*',
];

/** All faults of the project in the working folder. */
export function projectFaults(): string[] {
  const { packages } = lockFile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const files = globSync(SHELLS, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return [
    ...lockFaults(packages),
    ...licenceFaults(packages, ownLicence),
    ...files.flatMap((file) => installFaults(file, readFileSync(file, 'utf8'))),
    ...(readFileSync('.npmrc', 'utf8').split('\n').includes('ignore-scripts=true')
      ? []
      : ['.npmrc: ignore-scripts=true is missing']),
  ];
}

if (import.meta.main) {
  const faults = projectFaults();
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
