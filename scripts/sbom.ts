// Writes a software bill of materials (CycloneDX 1.5, JSON) of the installed production dependencies to
// standard output: `npm run --silent sbom >sbom.cdx.json`. It uses npm's own `npm sbom` (npm 10 or newer).

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string(), name: z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const locked = z.object({ version: z.string(), dev: z.boolean().optional() });
const lockFile = z.object({ name: z.string(), packages: z.record(z.string(), locked) });
const project = z.object({
  packages: z.object({ '': z.object({ dependencies: z.record(z.string(), z.string()) }) }),
});

/**
 * Removes from `made`, as npm wrote it, the packages that `lock` needs only for development. `npm sbom
 * --omit=dev` does not work here: it also omits each production dependency that a development dependency
 * needs as well.
 */
function productionBill(made: unknown, lock: unknown): z.infer<typeof bill> {
  const { name: productName, packages } = lockFile.parse(lock);
  const production = new Set(
    Object.entries(packages)
      .filter(([, { dev }]) => dev !== true)
      .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`),
  );
  const { metadata, components, dependencies, ...rest } = bill.parse(made);
  const kept = components.filter((each) => production.has(`${each.name}@${each.version}`));
  const refs = new Set(kept.map((each) => each['bom-ref']));
  // Some packages that only the tests name directly are production dependencies, too, because another
  // production dependency needs them.
  const own = project.parse(lock).packages[''].dependencies;
  const ownRefs = new Set(kept.filter((each) => each.name in own).map((each) => each['bom-ref']));
  const product = metadata.component['bom-ref'];
  return {
    ...rest,
    // npm names the project after its folder.
    metadata: { ...metadata, component: { ...metadata.component, name: productName } },
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => ref === product || refs.has(ref))
      .map((each) => {
        const wanted = each.ref === product ? ownRefs : refs;
        return { ...each, dependsOn: each.dependsOn.filter((ref) => wanted.has(ref)) };
      }),
  };
}

if (import.meta.main) {
  const options = ['--sbom-format=cyclonedx', '--sbom-type=application'];
  const made = spawnSync('npm', ['sbom', ...options], { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (made.error) throw made.error;
  if (made.status !== 0) throw new Error(`npm sbom failed:\n${made.stderr}`);
  const lock: unknown = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  process.stdout.write(`${JSON.stringify(productionBill(JSON.parse(made.stdout), lock), null, 2)}\n`);
}
