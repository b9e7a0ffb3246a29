import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import {
  alive,
  fromField,
  onNodesOfTheirOwn,
  operationsPort,
  scratch,
  unprivilegedContainer,
  unprivilegedPod,
  variables,
} from './pods.ts';
import {
  controlServers,
  gateway,
  monitoringNamespace,
  publicName,
  reachable,
  secretsOfControl,
  settingsOfControl,
} from './site.ts';

const namespace = 'diemcau';
const labels = { app: 'diemcau-control' };
const podIndex = 'apps.kubernetes.io/pod-index';
const httpPort = 8_080;
const secretsFolder = '/run/secrets/diemcau';

/** The path of each control server below the public name. */
export const processPaths: readonly string[] = Array.from(
  { length: controlServers },
  (_, index) => `/c/${index}/`,
);

const metadata = (name: string) => ({ name, namespace, labels });

/** Every server that runs: for pages and everything else that any server answers. */
const serviceOfAll = new Service({
  metadata: metadata('diemcau'),
  spec: { selector: labels, ports: [{ name: 'http', port: httpPort }] },
});

/** One server: for what belongs to it alone, the sockets of its conferences and of bridges. */
const serviceOf = (index: number): Service =>
  new Service({
    metadata: metadata(`diemcau-${index}`),
    spec: {
      selector: { ...labels, [podIndex]: String(index) },
      ports: [{ name: 'http', port: httpPort }],
      publishNotReadyAddresses: true,
    },
  });

const servers = new StatefulSet({
  metadata: metadata('diemcau-control'),
  spec: {
    replicas: controlServers,
    serviceName: 'diemcau',
    podManagementPolicy: 'Parallel',
    // Long enough for bridges and rooms to be back before the next one is replaced.
    minReadySeconds: 15,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        ...unprivilegedPod,
        affinity: onNodesOfTheirOwn(labels),
        containers: [
          {
            ...unprivilegedContainer,
            env: [
              fromField('POD_INDEX', `metadata.labels['${podIndex}']`),
              ...variables({
                DIEMCAU_ROLE: 'control',
                DIEMCAU_HTTP__PROCESSPATH: '/c/$(POD_INDEX)/',
                DIEMCAU_HTTP__PUBLICURL: `https://${publicName}`,
                DIEMCAU_HTTP__TRUSTPROXY: `[${gateway.podNetwork}]`,
                DIEMCAU_OPERATIONS__HOST: '0.0.0.0',
                // No media worker runs here, so nothing must go first.
                DIEMCAU_MEDIA__WORKERSAHEAD: '0',
                ...settingsOfControl,
              }),
              ...variables(
                Object.fromEntries(
                  Object.entries(secretsOfControl).map(([name, key]) => [
                    `${name}_FILE`,
                    `${secretsFolder}/${key}`,
                  ]),
                ),
              ),
            ],
            ports: [
              { name: 'http', containerPort: httpPort },
              { name: 'operations', containerPort: operationsPort },
            ],
            // The first start may wait for the servers of an earlier version.
            startupProbe: { tcpSocket: { port: httpPort }, periodSeconds: 2, failureThreshold: 150 },
            readinessProbe: { httpGet: alive(), periodSeconds: 2, failureThreshold: 2 },
            livenessProbe: { httpGet: alive(), periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
            resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '3Gi' } },
            volumeMounts: [
              { name: 'documents', mountPath: '/app/var' },
              { name: 'secrets', mountPath: secretsFolder, readOnly: true },
              scratch.mount,
            ],
          },
        ],
        volumes: [
          { name: 'documents', persistentVolumeClaim: { claimName: 'documents' } },
          { name: 'secrets', secret: { secretName: 'diemcau', defaultMode: 0o440 } },
          scratch.volume,
        ],
      },
    },
  },
});

/** Shared by all servers: documents, and the keys of secret ballots. */
const documents = new PersistentVolumeClaim({
  metadata: metadata('documents'),
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '100Gi' } } },
});

/** No time limit: the server has its own, and a large document takes minutes on a slow line. */
const timeouts = { request: '0s' };

const route = new HTTPRoute({
  metadata: metadata('diemcau'),
  spec: {
    parentRefs: [{ name: gateway.name, namespace: gateway.namespace }],
    hostnames: [publicName],
    rules: [
      ...processPaths.map((path, index) => ({
        matches: [{ path: { type: 'PathPrefix' as const, value: path } }],
        filters: [
          {
            type: 'URLRewrite' as const,
            urlRewrite: { path: { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: '/' } },
          },
        ],
        backendRefs: [{ name: `diemcau-${index}`, port: httpPort }],
        timeouts,
      })),
      {
        matches: [{ path: { type: 'PathPrefix' as const, value: '/' } }],
        backendRefs: [{ name: 'diemcau', port: httpPort }],
        timeouts,
      },
    ],
  },
});

const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

const traffic = new NetworkPolicy({
  metadata: metadata('diemcau-control'),
  spec: {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { from: [inNamespace(gateway.podNamespace)], ports: [{ protocol: 'TCP', port: httpPort }] },
      { from: [inNamespace(monitoringNamespace)], ports: [{ protocol: 'TCP', port: operationsPort }] },
    ],
    egress: [
      {
        to: [inNamespace('kube-system')],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      ...reachable.map(({ cidr, port }) => ({
        to: [{ ipBlock: { cidr } }],
        ports: [{ protocol: 'TCP' as const, port }],
      })),
    ],
  },
});

/** Whatever else is started in the namespace reaches nobody. */
export const silence = (of: string): NetworkPolicy =>
  new NetworkPolicy({
    metadata: { name: 'nothing-else', namespace: of },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });

/** Nodes are emptied one after the other. */
const budget = new PodDisruptionBudget({
  metadata: metadata('diemcau-control'),
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
});

export const control = [
  new Namespace({
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  }),
  documents,
  servers,
  serviceOfAll,
  ...processPaths.map((_, index) => serviceOf(index)),
  route,
  silence(namespace),
  traffic,
  budget,
];
