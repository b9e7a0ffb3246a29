// Exits with 0 if node_modules holds exactly what package-lock.json requires, according to npm's record of
// it, and with 1 otherwise. Runs before anything is installed, so on Node alone.

import { existsSync, readFileSync } from 'node:fs';

const RECORD = 'node_modules/.package-lock.json';

function packages(lockFile: string): Record<string, { integrity?: string; optional?: boolean }> {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function upToDate(): boolean {
  if (!existsSync(RECORD)) return false;
  const installed = packages(RECORD);
  // '' is the project itself; packages for other platforms are optional and not installed.
  const { '': _project, ...wanted } = packages('package-lock.json');
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { integrity, optional }]) =>
      path in installed ? installed[path]?.integrity === integrity : optional === true,
    )
  );
}

process.exitCode = upToDate() ? 0 : 1;
