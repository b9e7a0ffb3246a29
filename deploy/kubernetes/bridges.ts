import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { processPaths, silence } from './control.ts';
import {
  alive,
  fromField,
  onNodesOfTheirOwn,
  scratch,
  unprivilegedContainer,
  unprivilegedPod,
  variables,
} from './pods.ts';
import { bridges as count, publicName, workersOfBridge } from './site.ts';

const namespace = 'diemcau-bridges';
const labels = { app: 'diemcau-bridge' };
const nodeLabel = 'diemcau/bridge';
const codesFolder = '/run/secrets/bridge-codes';
const metadata = { name: 'diemcau-bridge', namespace, labels };
const controls = processPaths.map((path) => `https://${publicName}${path}`);
// On the node's own network this port is open to the node alone, which is where its kubelet asks.
const health = alive('127.0.0.1');

const bridgesOfSite = new StatefulSet({
  metadata,
  spec: {
    replicas: count,
    serviceName: 'diemcau-bridge',
    podManagementPolicy: 'Parallel',
    // A person deletes the pod when the page Bridges shows no session on it; Kubernetes does not know when that is.
    updateStrategy: { type: 'OnDelete' },
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        ...unprivilegedPod,
        // Rooms reach the media ports at the address of the node, without translation.
        hostNetwork: true,
        nodeSelector: { [nodeLabel]: 'true' },
        tolerations: [{ key: nodeLabel, operator: 'Exists' }],
        affinity: onNodesOfTheirOwn(labels),
        containers: [
          {
            ...unprivilegedContainer,
            env: [
              fromField('POD_NAME', 'metadata.name'),
              fromField('NODE_ADDRESS', 'status.hostIP'),
              ...variables({
                DIEMCAU_ROLE: 'bridge',
                DIEMCAU_BRIDGE__CONTROLS: `[${controls.join(', ')}]`,
                // One code for each pod, used up by its first start. The Secret stays.
                DIEMCAU_BRIDGE__PAIRINGCODE_FILE: `${codesFolder}/$(POD_NAME)`,
                DIEMCAU_BRIDGE__FOLDER: '/app/var/bridge',
                DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: '$(NODE_ADDRESS)',
                DIEMCAU_MEDIA__WORKERS: String(workersOfBridge),
              }),
            ],
            startupProbe: { httpGet: health, periodSeconds: 2, failureThreshold: 30 },
            readinessProbe: { httpGet: health, periodSeconds: 5 },
            livenessProbe: { httpGet: health, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
            resources: {
              requests: { cpu: String(workersOfBridge), memory: '2Gi' },
              limits: { memory: '4Gi' },
            },
            volumeMounts: [
              { name: 'token', mountPath: '/app/var' },
              { name: 'codes', mountPath: codesFolder, readOnly: true },
              scratch.mount,
            ],
          },
        ],
        volumes: [
          { name: 'codes', secret: { secretName: 'bridge-codes', defaultMode: 0o440 } },
          scratch.volume,
        ],
      },
    },
    // The token of each bridge. Without it, the bridge needs another code.
    volumeClaimTemplates: [
      {
        metadata: { name: 'token' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '16Mi' } } },
      },
    ],
  },
});

/** A StatefulSet wants one; nobody calls a bridge by name. */
const service = new Service({ metadata, spec: { selector: labels, clusterIP: 'None' } });

/** `kubectl drain` waits until a person has deleted the pod. One that is down already may go. */
const budget = new PodDisruptionBudget({
  metadata,
  spec: {
    maxUnavailable: 0,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: labels },
  },
});

export const bridges = [
  new Namespace({
    // The network of the node is not allowed at any stricter level.
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  }),
  bridgesOfSite,
  service,
  silence(namespace),
  budget,
];
