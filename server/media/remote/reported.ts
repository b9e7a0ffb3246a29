import type { MediaStats, WorkerStats } from '../../observability/metrics.ts';
import type { RemoteBridge } from './remote-bridge.ts';

/** The workers of a bridge as it last reported them. Their names are those of its machine and of the worker. */
export const workerStatsOf = ({ bridgeId, status, isConnected }: RemoteBridge): readonly WorkerStats[] =>
  status.usage.map(({ name, up, restarts, cpuSeconds, openFiles, nice }) => ({
    name: `${status.host} ${bridgeId.slice(-6)} ${name}`,
    up: up && isConnected,
    restarts,
    cpuSeconds: () => known(cpuSeconds),
    openFiles: async () => {
      const { open, limit } = await known(openFiles);
      return { open, limit: limit ?? Infinity };
    },
    nice: () => known(nice),
  }));

async function known<T>(figure: T | null): Promise<T> {
  if (figure === null) throw new Error('the bridge has not reported it');
  return figure;
}

export function addedUp(each: readonly MediaStats[]): MediaStats {
  const sum = (of: (stats: MediaStats) => number): number =>
    each.reduce((total, stats) => total + of(stats), 0);
  return {
    routers: sum(({ routers }) => routers),
    transports: {
      new: sum(({ transports }) => transports.new),
      connecting: sum(({ transports }) => transports.connecting),
      connected: sum(({ transports }) => transports.connected),
      disconnected: sum(({ transports }) => transports.disconnected),
      failed: sum(({ transports }) => transports.failed),
    },
    producers: {
      audio: sum(({ producers }) => producers.audio),
      video: sum(({ producers }) => producers.video),
    },
    consumers: {
      audio: sum(({ consumers }) => consumers.audio),
      video: sum(({ consumers }) => consumers.video),
    },
    connections: {
      udp: sum(({ connections }) => connections.udp),
      tcp: sum(({ connections }) => connections.tcp),
      'no-path': sum(({ connections }) => connections['no-path']),
      'no-handshake': sum(({ connections }) => connections['no-handshake']),
    },
    floods: {
      audio: sum(({ floods }) => floods.audio),
      video: sum(({ floods }) => floods.video),
      line: sum(({ floods }) => floods.line),
    },
  };
}
