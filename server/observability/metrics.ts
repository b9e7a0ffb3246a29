import type { DiskStats } from './disk.ts';

/**
 * What the rest of the server tells about itself. Capabilities get these interfaces; how the numbers are kept and shown
 * is known to `prometheus.ts` alone. Durations are in seconds, as everywhere in Prometheus.
 *
 * Labels must come from closed sets (the protocol's tables, never a client's text): each new value is a new time series
 * for as long as Prometheus keeps its data.
 */
export interface Metrics {
  /** A participant's join ended; `outcome` is `joined` or an error code. Seconds from the request to the answer. */
  joinEnded(outcome: string, seconds: number): void;
  /** A command of a live conference ended; `outcome` is `ok` or an error code. */
  commandEnded(type: string, outcome: string, seconds: number): void;
  /** A message came that is more than its sender may send: it was refused, or its sender is cut for it. */
  sentTooFast(consequence: 'refused' | 'cut'): void;
  /** A WebSocket was not opened, or was cut; `why` is one of a closed set. */
  socketRefused(why: SocketRefusal): void;
  /** One append to the conference log is on disk. */
  logAppended(seconds: number): void;
  /** A REST request was answered; `route` is its pattern (`/meetings/:id`), not its path. */
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void;
  /**
   * A piece of work beside this process ended; `outcome` is `answered`, `failed`, `overdue`, `late`, `died`, or `refused` where
   * too much waited already. Seconds without the time in the queue.
   */
  worked(kind: string, outcome: string, seconds: number): void;
  /** Settings in force that protect nobody, by their keys. */
  insecure(settings: readonly string[]): void;
  /** Registers where gauges are read from at each scrape. Each source may be given once, in one call or in several. */
  observe(sources: Partial<MetricSources>): void;
}

/** At the door: another path, a name or a page that is not ours, an address that has too many. Inside: see `Cut`. */
export const socketRefusals = [
  'path',
  'name',
  'origin',
  'address',
  'stopping',
  'no-pass',
  'too-much',
  'not-the-protocol',
  'reads-too-slowly',
] as const;
export type SocketRefusal = (typeof socketRefusals)[number];

/** Read at each scrape, so cheap: counts that are known without asking anybody. */
interface MetricSources {
  workers(): readonly WorkerStats[];
  media(): MediaStats;
  quality(): QualityStats;
  conferences(): ConferenceStats;
  disk(): DiskStats;
  /** By how much the system's clock was set while that is not believed yet, in seconds; 0 is right. */
  clockJumpSeconds(): number;
  /** When the certificate of the server itself ends, epoch seconds. */
  certificateExpiresAtSeconds(): number;
}

export interface WorkerStats {
  /** Stable over restarts: the place of the worker in its bridge, such as `0`. */
  readonly name: string;
  readonly up: boolean;
  /** CPU time, user and system, since this worker process began. Asks the worker, which may be hung or gone. */
  cpuSeconds(): Promise<number>;
  /** What the system knows of its process, so it answers for a hung one too. Rejects where none runs. */
  openFiles(): Promise<OpenFiles>;
  /** Its scheduling priority, -20 (first) to 19. Rejects where none runs. */
  nice(): Promise<number>;
}

/** File descriptors: a connection takes one, and a process that has none left takes no connection more. */
export interface OpenFiles {
  readonly open: number;
  readonly limit: number;
}

export interface MediaStats {
  readonly routers: number;
  readonly transports: Readonly<Record<TransportState, number>>;
  readonly producers: Readonly<Record<MediaKind, number>>;
  readonly consumers: Readonly<Record<MediaKind, number>>;
  /** Streams and lines that were closed since the start, because far more came in than they may bring. */
  readonly floods: Readonly<Record<MediaKind | 'line', number>>;
}

/**
 * `new` until the first ICE check, `connecting` until DTLS is done, then `connected`; `disconnected` when ICE lost the
 * other side, `failed` when DTLS did.
 */
export type TransportState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed';
type MediaKind = 'audio' | 'video';

/** Participants by how well they receive, of those that have reported. */
export type QualityStats = Readonly<Record<MediaKind, Readonly<Record<'good' | 'fair' | 'poor', number>>>>;

export interface ConferenceStats {
  readonly conferences: number;
  /** Abandoned here, since another server has written to their logs. */
  readonly overtaken: number;
  /** Role → participants present. Roles that nobody has should be there with 0, so that their line does not break. */
  readonly participants: Readonly<Record<string, number>>;
}

/** What was built, so that a change in the figures can be laid beside a change of version. */
export interface Build {
  readonly version: string;
  readonly mediasoup: string;
}

/** The text that Prometheus scrapes. */
export interface Exposition {
  readonly contentType: string;
  scrape(): Promise<string>;
}
