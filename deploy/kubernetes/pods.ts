import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IProbe } from 'kubernetes-models/v1/Probe';
import { image } from './site.ts';

/** The user `node` of the image, by its number: Kubernetes cannot tell whether a name is root. */
const user = 1_000;

/** What every pod has in common: a user without rights, and nothing of the cluster. */
export const unprivilegedPod = {
  automountServiceAccountToken: false,
  // Kubernetes would set DIEMCAU_PORT and the like for each Service, which the server refuses as unknown settings.
  enableServiceLinks: false,
  // A clean stop notifies the rooms and completes the log.
  terminationGracePeriodSeconds: 30,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  },
} satisfies Partial<IPodSpec>;

/** The container of either role. */
export const unprivilegedContainer = {
  name: 'diemcau',
  image,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
} satisfies IContainer;

export const scratch = {
  volume: { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
  mount: { name: 'tmp', mountPath: '/tmp' },
};

export const operationsPort = 9_464;

/**
 * Whether the event loop runs. Not /readyz: that fails while the database is away or no bridge is connected, and an
 * administrator needs the pages exactly then.
 */
export const alive = (host?: string): NonNullable<IProbe['httpGet']> => ({
  path: '/livez',
  port: operationsPort,
  ...(host !== undefined && { host }),
});

export const variables = (values: Readonly<Record<string, string>>): IEnvVar[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** A variable that others use as $(NAME), so it comes before them. */
export const fromField = (name: string, fieldPath: string): IEnvVar => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

/** No two pods of these labels on one node. */
export const onNodesOfTheirOwn = (
  labels: Readonly<Record<string, string>>,
): NonNullable<IPodSpec['affinity']> => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...labels } } },
    ],
  },
});
