import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { expect } from 'chai';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { z } from 'zod';
import { manifests, manifestText } from '../../../deploy/kubernetes/manifests.ts';
import { secretsOfControl } from '../../../deploy/kubernetes/site.ts';
import { loadConfig } from '../../../server/config/load.ts';
import type { Config } from '../../../server/config/schema.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const random = (): string => randomBytes(24).toString('hex');

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.int(), host: z.string().optional() }).optional(),
  tcpSocket: z.object({ port: z.int() }).optional(),
});
const container = z.looseObject({
  image: z.string(),
  env: z.array(
    z.union([
      z.strictObject({ name: z.string(), value: z.string() }),
      z.strictObject({
        name: z.string(),
        valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath: z.string() }) }),
      }),
    ]),
  ),
  ports: z.array(z.unknown()).default([]),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  startupProbe: probe,
  readinessProbe: probe,
  livenessProbe: probe,
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
});
/** What a pod of either role may do, and no more. */
const pod = z.looseObject({
  automountServiceAccountToken: z.literal(false),
  enableServiceLinks: z.literal(false),
  hostNetwork: z.literal(true).optional(),
  hostPID: z.undefined().optional(),
  hostIPC: z.undefined().optional(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.int().min(1),
    runAsGroup: z.int().min(1),
    fsGroup: z.int().min(1),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.tuple([container]),
  volumes: z.array(
    z.union([
      z.strictObject({ name: z.string(), secret: z.object({ secretName: z.string() }) }),
      z.strictObject({ name: z.string(), emptyDir: z.object({ sizeLimit: z.string() }) }),
      z.strictObject({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }) }),
    ]),
  ),
});

const sets = manifests.filter((manifest) => manifest instanceof StatefulSet);
const setOf = (name: string): StatefulSet => {
  const found = sets.find(({ metadata }) => metadata?.name === name);
  if (found === undefined) throw new Error(`no StatefulSet ${name}`);
  return found;
};
const podOf = (name: string) => pod.parse(setOf(name).spec?.template.spec);

describe('deploy/kubernetes', () => {
  it('equals in diemcau.yaml the output of deploy/kubernetes/main.ts', () => {
    expect(readFileSync(pathOf('deploy/kubernetes/diemcau.yaml'), 'utf8')).to.equal(manifestText());
  });

  it('is valid by the schemas that Kubernetes and the Gateway API publish', () => {
    for (const manifest of manifests) manifest.validate();
    const { metadata, spec } = z
      .looseObject({ spec: z.looseObject({}) })
      .parse(setOf('diemcau-bridge').toJSON());
    // @ts-expect-error The types refuse it as well.
    const miscounted = new StatefulSet({ metadata, spec: { ...spec, replicas: 'two' } });
    expect(() => miscounted.validate()).to.throw('replicas');
    const lost = { rules: [{ backendRefs: [{ name: 'diemcau', port: 0 }] }] };
    expect(() => new HTTPRoute({ spec: lost }).validate()).to.throw('port');
  });

  it('gives every pod a user without rights, and of the cluster nothing', () => {
    expect(sets.map(({ metadata }) => metadata?.name)).to.deep.equal(['diemcau-control', 'diemcau-bridge']);
    for (const { metadata } of sets) podOf(metadata?.name ?? '');
    // Only the media needs the network of the node.
    expect(podOf('diemcau-control').hostNetwork).to.equal(undefined);
    expect(podOf('diemcau-bridge').hostNetwork).to.equal(true);
    expect(manifests.map(({ kind }) => kind)).not.to.include.members(['Secret']);
  });

  it('asks only whether a process lives, since a restart helps neither a database nor a missing bridge', () => {
    for (const name of ['diemcau-control', 'diemcau-bridge']) {
      const [{ startupProbe, readinessProbe, livenessProbe }] = podOf(name).containers;
      const asked = [startupProbe, readinessProbe, livenessProbe].flatMap(({ httpGet }) => httpGet ?? []);
      expect(asked.length, name).to.be.at.least(2);
      for (const { path, port } of asked) expect([path, port], name).to.deep.equal(['/livez', 9_464]);
    }
    // On the network of the node, the port is on its loopback.
    const [{ livenessProbe }] = podOf('diemcau-bridge').containers;
    expect(livenessProbe.httpGet?.host).to.equal('127.0.0.1');
  });

  it('selects with services, budgets and policies pods that exist', () => {
    const services = manifests.filter((manifest) => manifest instanceof Service);
    const budgets = manifests.filter((manifest) => manifest instanceof PodDisruptionBudget);
    const policies = manifests.filter((manifest) => manifest instanceof NetworkPolicy);
    expect([services.length, budgets.length, policies.length]).to.deep.equal([4, 2, 3]);
    const chosen = [
      ...services.map(({ metadata, spec }) => [metadata?.namespace, spec?.selector?.['app']]),
      ...[...budgets, ...policies].flatMap(({ metadata, spec }) => {
        const selector =
          spec === undefined
            ? {}
            : 'selector' in spec
              ? spec.selector
              : 'podSelector' in spec
                ? spec.podSelector
                : {};
        const app = selector?.matchLabels?.['app'];
        return app === undefined ? [] : [[metadata?.namespace, app]];
      }),
    ];
    const there = sets.map(({ metadata, spec }) => [
      metadata?.namespace,
      spec?.template.metadata?.labels?.['app'],
    ]);
    for (const each of chosen) expect(there).to.deep.include(each);
  });

  describe('settings', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kubernetes-'));
      await mkdir(join(folder, 'diemcau'));
      await mkdir(join(folder, 'bridge-codes'));
      for (const key of Object.values(secretsOfControl)) {
        const value = key === 'database-url' ? `postgres://diemcau:${random()}@10.10.5.4/diemcau` : random();
        await writeFile(join(folder, 'diemcau', key), value);
      }
      for (const index of [0, 1])
        await writeFile(join(folder, 'bridge-codes', `diemcau-bridge-${index}`), `K7QP-2M9D-XW4${index}`);
    });
    after(() => rm(folder, { recursive: true }));

    /** What the pod of this number starts with. */
    function started(name: string, index: number): Config {
      const fields: Readonly<Record<string, string>> = {
        "metadata.labels['apps.kubernetes.io/pod-index']": String(index),
        'metadata.name': `${name}-${index}`,
        'status.hostIP': `203.0.113.${20 + index}`,
      };
      const environment: Record<string, string> = { NODE_ENV: 'production' };
      for (const variable of podOf(name).containers[0].env) {
        if ('valueFrom' in variable) {
          const value = fields[variable.valueFrom.fieldRef.fieldPath];
          if (value === undefined) throw new Error(`no field for ${variable.name}`);
          environment[variable.name] = value;
        } else {
          // As Kubernetes does: only variables that come before.
          const expanded = variable.value.replaceAll(
            /\$\((\w+)\)/g,
            (whole, other: string) => environment[other] ?? whole,
          );
          environment[variable.name] = expanded.replace('/run/secrets', folder);
        }
      }
      return loadConfig({ environment, folder: pathOf('config') });
    }

    it('give each control server a path, which the route sends to it alone and takes off', () => {
      const [route] = manifests.filter((manifest) => manifest instanceof HTTPRoute);
      const rules = route?.spec.rules ?? [];
      for (const index of [0, 1]) {
        const { role, http } = started('diemcau-control', index);
        expect([role, http.publicUrl]).to.deep.equal(['control', 'https://hop.tinh.gov.vn']);
        const rule = rules.find(({ matches }) => matches?.[0]?.path?.value === http.processPath);
        expect(rule?.filters?.[0]?.urlRewrite?.path?.replacePrefixMatch).to.equal('/');
        const [backend] = rule?.backendRefs ?? [];
        const service = manifests.find(
          (manifest) => manifest instanceof Service && manifest.metadata?.name === backend?.name,
        );
        expect(service instanceof Service && service.spec?.selector).to.deep.equal({
          app: 'diemcau-control',
          'apps.kubernetes.io/pod-index': String(index),
        });
      }
      expect(rules.at(-1)?.backendRefs?.[0]?.name).to.equal('diemcau');
    });

    it('let each bridge dial every control server, with a code and an address of its own', () => {
      const paths = [0, 1].map((index) => started('diemcau-control', index).http.processPath);
      for (const index of [0, 1]) {
        const { role, bridge, media } = started('diemcau-bridge', index);
        expect(role).to.equal('bridge');
        expect(bridge.controls).to.deep.equal(paths.map((path) => `https://hop.tinh.gov.vn${path}`));
        expect(bridge.pairingCode?.reveal()).to.equal(`K7QP-2M9D-XW4${index}`);
        expect(media.listen.announcedAddress).to.equal(`203.0.113.${20 + index}`);
      }
    });

    it('write only to volumes', () => {
      for (const name of ['diemcau-control', 'diemcau-bridge']) {
        const { storage, bridge } = started(name, 0);
        const written = name === 'diemcau-control' ? storage.folder : bridge.folder;
        const mounts = podOf(name).containers[0].volumeMounts.map(({ mountPath }) => mountPath);
        expect(
          mounts.some((mount) => join('/app', written).startsWith(mount) || written.startsWith(mount)),
          `${name} ${written}`,
        ).to.equal(true);
      }
    });
  });
});
