import type { BridgeStatus } from '../../../protocol/bridge.ts';
import { Serving } from '../../../server/bridge/serving.ts';
import type { ControlLine } from '../../../server/bridge/serving.ts';
import type { BridgeLine } from '../../../server/media/remote/bridge-line.ts';
import { silent } from '../media/bridge.ts';
import { bridgeStatusOf } from '../media/bridge-status.ts';
import type { ControlMachine } from './control-machine.ts';
import type { Connection, Network, Terminus } from './network.ts';
import { SimulatedBridge } from './simulated-bridge.ts';
import { VirtualProcess } from './virtual-time.ts';

export interface BridgeMachineOptions {
  readonly id: string;
  readonly place: string;
  /** The unit at which it is and those above it, nearest first. */
  readonly sitePath: readonly string[];
  readonly workers: number;
  readonly packetsPerS: number;
  readonly network: Network;
  readonly random: () => number;
}

/** How soon a bridge finds a connection dead: see `pings` of the bridge's edge. */
const patienceMs = 3_000;

/** A bridge process: the real serving of control processes over media that is simulated. */
export class BridgeMachine {
  readonly id: string;
  readonly place: string;
  readonly sitePath: readonly string[];
  readonly packetsPerS: number;
  process = new VirtualProcess('');
  media: SimulatedBridge;
  readonly #options: BridgeMachineOptions;
  readonly #connections = new Map<ControlMachine, Connection>();
  #serving: Serving;
  #runs = 0;

  constructor(options: BridgeMachineOptions) {
    this.#options = options;
    this.id = options.id;
    this.place = options.place;
    this.sitePath = options.sitePath;
    this.packetsPerS = options.packetsPerS;
    this.process.state = 'ended';
    this.media = new SimulatedBridge(this.id, 'none', 0);
    this.#serving = new Serving(this.media, silent);
  }

  get isUp(): boolean {
    return this.process.state !== 'ended';
  }

  get status(): BridgeStatus {
    return { ...bridgeStatusOf(this.media.workers), packetsPerS: this.packetsPerS };
  }

  start(controls: readonly ControlMachine[]): void {
    const { network, workers } = this.#options;
    const run = `r${(this.#runs += 1)}`;
    this.process = new VirtualProcess(`bridge ${this.id.slice(-4)} ${run}`);
    this.media = new SimulatedBridge(this.id, run, workers);
    network.time.in(this.process, () => (this.#serving = new Serving(this.media, silent)));
    for (const control of controls) this.#dial(control, run);
  }

  die(isSilent: boolean): void {
    const { network } = this.#options;
    network.time.end(this.process);
    network.ended(this.process, isSilent);
    this.#connections.clear();
  }

  killWorker(index: number): void {
    const workerId = this.media.workers[index];
    if (workerId === undefined) return;
    this.media.killWorker(workerId);
    for (const [control, connection] of this.#connections) {
      const { status } = this;
      const [, theirs] = connection.ends;
      connection.send(theirs, () => control.pool.status(this.id, status));
    }
  }

  #again(control: ControlMachine, run: string): void {
    const { network, random } = this.#options;
    network.time.after(200 + random() * 800, this.process, () => this.#dial(control, run));
  }

  #dial(control: ControlMachine, run: string): void {
    const { network } = this.#options;
    if (!control.isRunning || !network.reaches(this.place, control.place)) {
      this.#again(control, run);
      return;
    }
    const serving = this.#serving;
    const own: Terminus = {
      place: this.place,
      process: this.process,
      ended: () => {
        this.#connections.delete(control);
        serving.lost(told);
        this.#again(control, run);
      },
    };
    const waiting = new Set<(error: Error) => void>();
    const theirs: Terminus = {
      place: control.place,
      process: control.process,
      ended: (isSilent) => {
        for (const reject of waiting) reject(new Error('the connection has ended'));
        waiting.clear();
        pool.disconnected(this.id, line, isSilent);
      },
    };
    const connection = network.connect(own, theirs, patienceMs);
    const { pool } = control;
    const told: ControlLine = {
      tell: (conferenceId, event) => connection.send(theirs, () => pool.told(this.id, conferenceId, event)),
    };
    const line: BridgeLine = {
      address: this.place,
      call: (request) =>
        new Promise((resolve, reject) => {
          if (connection.isOver) {
            reject(new Error('not connected'));
            return;
          }
          waiting.add(reject);
          connection.send(own, () => {
            void serving.handle(told, request).then((answer) => {
              connection.send(theirs, () => {
                waiting.delete(reject);
                resolve(answer);
              });
            });
          });
        }),
      cast: (request) => connection.send(own, () => void serving.handle(told, request)),
      close: () => connection.close(theirs),
    };
    this.#connections.set(control, connection);
    const { status } = this;
    connection.send(theirs, () => {
      if (!pool.connected(this.id, run, status, line)) throw new Error('a bridge was not let in');
    });
  }
}
