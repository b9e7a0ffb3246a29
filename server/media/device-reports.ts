import type { Device, DeviceKind, DeviceReport, ReportedDevices } from '../../protocol/devices.ts';
import type { ParticipantId } from '../../protocol/ids.ts';

interface Known {
  readonly report: DeviceReport;
  /** When each device came to be so, while the connection lasts. */
  readonly sinceMs: Readonly<Record<DeviceKind, number>>;
  readonly isConnected: boolean;
  readonly connectionSinceMs: number;
  /** The number of the last change. */
  readonly change: number;
}

/**
 * What the pages of one conference last said of their devices. Not a fact of the session, so it is not in the log. A
 * report outlives its connection, marked as such.
 */
export class DeviceReports {
  readonly #now: () => number;
  readonly #known = new Map<ParticipantId, Known>();
  #changes = 0;

  /** @param now monotonic clock, in ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  report(id: ParticipantId, report: DeviceReport): void {
    const nowMs = this.#now();
    const before = this.#known.get(id);
    // Nobody knows how a device was while its page was away.
    const last = before?.isConnected === true ? before : undefined;
    const since = (kind: DeviceKind): number =>
      last && isSame(last.report[kind], report[kind]) ? last.sinceMs[kind] : nowMs;
    this.#keep(id, {
      report,
      sinceMs: { camera: since('camera'), microphone: since('microphone'), speaker: since('speaker') },
      isConnected: true,
      connectionSinceMs: last?.connectionSinceMs ?? nowMs,
    });
  }

  lost(id: ParticipantId): void {
    const known = this.#known.get(id);
    if (known?.isConnected !== true) return;
    this.#keep(id, { ...known, isConnected: false, connectionSinceMs: this.#now() });
  }

  /** What has changed after the change of this number, and the number to ask with the next time. */
  after(change: number): { readonly change: number; readonly devices: ReportedDevices[] } {
    const nowMs = this.#now();
    const forMs = (sinceMs: number): number => Math.max(0, Math.round(nowMs - sinceMs));
    const devices = [...this.#known]
      .filter(([, known]) => known.change > change)
      .map(([participantId, { report, sinceMs, isConnected, connectionSinceMs }]): ReportedDevices => {
        const of = (kind: DeviceKind) => ({ ...report[kind], forMs: forMs(sinceMs[kind]) });
        return {
          participantId,
          isConnected,
          forMs: forMs(connectionSinceMs),
          camera: of('camera'),
          microphone: of('microphone'),
          speaker: of('speaker'),
          soundBlocked: report.soundBlocked,
        };
      });
    return { change: this.#changes, devices };
  }

  #keep(id: ParticipantId, known: Omit<Known, 'change'>): void {
    this.#changes += 1;
    this.#known.set(id, { ...known, change: this.#changes });
  }
}

const isSame = (a: Device, b: Device): boolean => a.state === b.state && a.name === b.name;
