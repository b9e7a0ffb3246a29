import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));

const component = z.object({ name: z.string(), version: z.string(), purl: z.string() });
const bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.object({ component }),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
  components: z.array(
    component.extend({
      'bom-ref': z.string(),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).min(1),
    }),
  ),
});
const lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
});
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

describe('the bill of materials', function () {
  this.timeout(60_000);
  let made: z.infer<typeof bill>;
  let own: z.infer<typeof manifest>;

  before(async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      maxBuffer: 64 << 20,
    });
    made = bill.parse(JSON.parse(stdout));
    own = manifest.parse(JSON.parse(await readFile(`${root}package.json`, 'utf8')));
  });

  it('describes this product', () => {
    expect(made.metadata.component).to.deep.include({ name: 'diemcau', version: own.version });
  });

  it('lists each production dependency with its version, purl and hash', () => {
    const purls = made.components.map(({ purl }) => purl);
    expect(purls).to.include(`pkg:npm/mediasoup@${own.dependencies['mediasoup']}`);
    for (const [name, version] of Object.entries(own.dependencies))
      expect(purls).to.include(`pkg:npm/${name.replace('@', '%40')}@${version}`);
  });

  it('lists indirect dependencies, and no development dependency', async () => {
    const { packages } = lock.parse(JSON.parse(await readFile(`${root}package-lock.json`, 'utf8')));
    const names = (wanted: (entry: z.infer<typeof lock>['packages'][string]) => boolean): string[] =>
      Object.entries(packages)
        .filter(([path, entry]) => path !== '' && wanted(entry))
        .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13));
    const listed = new Set(made.components.map(({ name }) => name));
    const production = new Set(names(({ dev }) => dev !== true));
    const required = names(({ dev, optional }) => dev !== true && optional !== true);
    expect(required.filter((name) => !listed.has(name))).to.deep.equal([]);
    expect([...listed].filter((name) => !production.has(name))).to.deep.equal([]);
    for (const name of ['mocha', 'chai', 'typescript', 'vite', 'playwright-core', 'oxlint']) {
      expect(own.devDependencies).to.have.property(name);
      expect([...listed]).not.to.include(name);
    }
  });

  it('lists the dependencies of each component, and refers to listed ones only', () => {
    const refs = new Set(made.components.map((each) => each['bom-ref']));
    const ofProduct = made.dependencies.find(({ ref }) => ref === `diemcau@${own.version}`);
    expect(ofProduct?.dependsOn.length).to.equal(Object.keys(own.dependencies).length);
    expect(
      made.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref)),
    ).to.deep.equal([]);
  });
});
