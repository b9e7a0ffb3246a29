import type { Checks } from './checks.ts';
import type { DiskStats } from './disk.ts';

/**
 * What the rest of the server reports about itself. Other modules get these interfaces; only `prometheus.ts`
 * knows how the numbers are stored and shown. Durations are in seconds, as everywhere in Prometheus.
 *
 * Labels must come from closed sets (the protocol's tables, never a client's text): each new value is a new
 * time series for as long as Prometheus keeps its data.
 */
export interface Metrics {
  /**
   * A participant's join ended; `outcome` is `joined` or an error code, also one at the door. Seconds from the
   * request to the answer.
   */
  joinEnded(outcome: string, seconds: number): void;
  /** A command of a live conference ended; `outcome` is `ok` or an error code. */
  commandEnded(type: string, outcome: string, seconds: number): void;
  /** A sender exceeded its rate: the message was refused, or the connection was cut. */
  sentTooFast(consequence: 'refused' | 'cut'): void;
  /** A WebSocket was not opened, or was cut; `why` is one of a closed set. */
  socketRefused(why: SocketRefusal): void;
  /** One append to the conference log is on disk. */
  logAppended(seconds: number): void;
  /** A REST request was answered; `route` is the pattern (`/meetings/:id`), not the path. */
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void;
  /**
   * A piece of work in the workshop ended; `outcome` is `answered`, `failed`, `overdue`, `late`, `died`, or
   * `refused` where too much waited already. Seconds exclude the time in the queue.
   */
  worked(kind: string, outcome: string, seconds: number): void;
  /** The insecure settings in force, by their keys. */
  insecure(settings: readonly string[]): void;
  /**
   * Registers the sources that gauges read at each scrape. Each source can be given once, in one call or in
   * several.
   */
  observe(sources: Partial<MetricSources>): void;
}

/**
 * Before the connection opens: a wrong path, host name or origin, an address with too many connections.
 * Afterwards: see `Cut`.
 */
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

/** Read at each scrape, so they must be cheap: counts that are known without asking another process. */
interface MetricSources {
  workers(): readonly WorkerStats[];
  media(): MediaStats;
  quality(): QualityStats;
  conferences(): ConferenceStats;
  bridges(): BridgeStates;
  /** Those of `/readyz`. They may ask others, and have a second for it. */
  checks(): Checks;
  disk(): DiskStats;
  /** By how many seconds the system's clock jumped, while the jump is not accepted yet; 0 is normal. */
  clockJumpSeconds(): number;
  /** Seconds since the last renewal of this server's lease on the database. */
  leaseAgeSeconds(): number;
  /** The end of the server's certificate, epoch seconds. */
  certificateExpiresAtSeconds(): number;
}

export interface WorkerStats {
  /** Stable across restarts: the index of the worker in its bridge, such as `0`. */
  readonly name: string;
  readonly up: boolean;
  /**
   * CPU time, user and system, since this worker process began. Asks the worker, which may be hung or gone.
   */
  cpuSeconds(): Promise<number>;
  /** How often it was replaced, and why: its process ended, or it no longer answered and was killed. */
  readonly restarts: Readonly<Record<RestartReason, number>>;
  /** Read from the system, so it works for a hung worker, too. Rejects where no process runs. */
  openFiles(): Promise<OpenFiles>;
  /** Its scheduling priority, -20 (first) to 19. Rejects where no process runs. */
  nice(): Promise<number>;
}

export type RestartReason = 'died' | 'hung';

/** File descriptors: each connection needs one, and a process without free ones accepts no connection. */
export interface OpenFiles {
  readonly open: number;
  readonly limit: number;
}

export interface MediaStats {
  readonly routers: number;
  readonly transports: Readonly<Record<TransportState, number>>;
  readonly producers: Readonly<Record<MediaKind, number>>;
  readonly consumers: Readonly<Record<MediaKind, number>>;
  /** How media connections that clients asked for ended up, since the start. */
  readonly connections: Readonly<Record<ConnectionOutcome, number>>;
  /**
   * Streams, and lines of participants, that were closed since the start because they received far more than
   * they may send.
   */
  readonly floods: Readonly<Record<MediaKind | 'line', number>>;
}

/**
 * Connected over UDP or TCP, as the bridge sees it: a client behind a TURN server comes over what that one takes.
 * Otherwise there was no path, as where a firewall is shut, or a path and no handshake.
 */
export type ConnectionOutcome = 'udp' | 'tcp' | 'no-path' | 'no-handshake';

/**
 * `new` until the first ICE check, `connecting` until DTLS is done, then `connected`; `disconnected` when ICE
 * lost the other side, `failed` when DTLS did.
 */
export type TransportState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed';
type MediaKind = 'audio' | 'video';

/** How many participants receive well, fairly or poorly, of those that have reported. */
export type QualityStats = Readonly<Record<MediaKind, Readonly<Record<'good' | 'fair' | 'poor', number>>>>;

/** Bridges on machines of their own, as this server sees them; one that drains gets nothing new. */
export type BridgeStates = Readonly<Record<'in-service' | 'draining' | 'away', number>>;

export interface ConferenceStats {
  readonly conferences: number;
  /** Conferences that this server gave up because another server wrote to their logs. */
  readonly overtaken: number;
  /**
   * Role → participants present. Roles without participants should be present with 0, so that their time
   * series have no gap.
   */
  readonly participants: Readonly<Record<string, number>>;
}

/** The running version, to compare a change in the figures with a change of version. */
export interface Build {
  readonly version: string;
  readonly mediasoup: string;
}

/** The text that Prometheus scrapes. */
export interface Exposition {
  readonly contentType: string;
  scrape(): Promise<string>;
}
