// What one province sets. Change it and run `node deploy/kubernetes/main.ts`.

export const image = 'registry.tinh.gov.vn/diemcau:0.1.0';

/** The name that people type; the certificate is the Gateway's. */
export const publicName = 'hop.tinh.gov.vn';

/** The Gateway that ends TLS. Its pods, not the object, decide the namespace and the addresses below. */
export const gateway = {
  name: 'tinh',
  namespace: 'gateway',
  podNamespace: 'gateway',
  /** The addresses of its pods, whose X-Forwarded-For is trusted. */
  podNetwork: '10.42.0.0/16',
} as const;

/** All that control servers may reach: PostgreSQL outside of the cluster, and the mail server if there is one. */
export const reachable = [{ cidr: '10.10.5.0/24', port: 5_432 }];

/** Where Prometheus runs. */
export const monitoringNamespace = 'monitoring';

export const controlServers = 2;
export const bridges = 2;
/** Media workers of each bridge: one for each core of its node. */
export const workersOfBridge = 4;

/** Variables of the control servers, and the key of the Secret `diemcau` that contains the value. */
export const secretsOfControl = {
  DIEMCAU_STORAGE__URL: 'database-url',
  DIEMCAU_IDENTITY__SECRET: 'token-secret',
  DIEMCAU_IDENTITY__FACTORKEY: 'factor-key',
  DIEMCAU_IDENTITY__ADMINISTRATOR__PASSWORD: 'administrator-password',
  DIEMCAU_OPERATIONS__TOKEN: 'metrics-token',
} as const;

/** Further settings of the control servers (config/default.yaml). */
export const settingsOfControl: Readonly<Record<string, string>> = {
  DIEMCAU_IDENTITY__ADMINISTRATOR__LOGIN: 'quantri',
};
