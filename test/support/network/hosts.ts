import { ip, joinMachines, Machines, prefixOfNext } from './namespaces.ts';
import type { Machine } from './namespaces.ts';

/** The router drops what comes from or goes to a device in the set: nobody gets a word of it. */
const rules = `
  table inet line {
    set cut { type ifname; }
    chain forward {
      type filter hook forward priority 0
      iifname @cut drop
      oifname @cut drop
    }
  }
`;

/** A machine behind a router, and its address there. */
export interface Host extends Machine {
  readonly address: string;
  /** What runs a program there: the words before it. */
  readonly through: readonly string[];
  /** Cuts its line: packets are lost in both directions without a word. */
  cut(): Promise<void>;
  /** Mends its line. */
  mend(): Promise<void>;
}

const mostHosts = 14;

/**
 * Hosts that are joined through a router, and this process at a desk of its own beside the router. Each network has
 * addresses of its own, of 10.64.0.0/10. Needs root.
 */
export class HostNetwork implements AsyncDisposable {
  readonly #machines: Machines;
  readonly #router: Machine;
  readonly #base: string;
  #count = 0;

  private constructor(machines: Machines, router: Machine, base: string) {
    this.#machines = machines;
    this.#router = router;
    this.#base = base;
  }

  static async open(): Promise<HostNetwork> {
    await using opening = new AsyncDisposableStack();
    const machines = opening.use(new Machines());
    const { pid } = process;
    const base = `10.${64 + ((pid >> 8) & 63)}.${pid & 255}`;
    const router = await machines.add(`${prefixOfNext()}-router`);
    await router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
    await router.run('nft', rules);
    const network = new HostNetwork(machines, router, base);
    await network.#seatThisProcess();
    opening.move();
    return network;
  }

  /** A further host, with a default route through the router. */
  async host(): Promise<Host> {
    this.#count += 1;
    const number = this.#count;
    if (number > mostHosts) throw new RangeError('no addresses are left');
    const device = `to${number}`;
    const machine = await this.#machines.add(`${prefixOfNext()}-host`);
    const [gateway, address] = this.#addresses(number);
    await joinMachines(
      { machine: this.#router, device, address: `${gateway}/28` },
      { machine, device: 'eth0', address: `${address}/28` },
    );
    await ip('-n', machine.name, 'route', 'add', 'default', 'via', gateway);
    const change = async (what: 'add' | 'delete'): Promise<void> => {
      await this.#router.run('nft', what, 'element', 'inet', 'line', 'cut', `{ "${device}" }`);
    };
    return {
      ...machine,
      address,
      through: ['ip', 'netns', 'exec', machine.name],
      cut: () => change('add'),
      mend: () => change('delete'),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#machines[Symbol.asyncDispose]();
  }

  /** This process reaches all hosts over a line of its own, which ends with the router. */
  async #seatThisProcess(): Promise<void> {
    const [gateway, address] = this.#addresses(0);
    const device = `dcd${process.pid}`;
    await ip('link', 'add', device, 'type', 'veth', 'peer', 'name', 'desk', 'netns', this.#router.name);
    await ip('address', 'add', `${address}/28`, 'dev', device);
    await ip('link', 'set', device, 'up');
    await ip('-n', this.#router.name, 'address', 'add', `${gateway}/28`, 'dev', 'desk');
    await ip('-n', this.#router.name, 'link', 'set', 'desk', 'up');
    await ip('route', 'add', `${this.#base}.0/24`, 'via', gateway);
  }

  #addresses(number: number): readonly [gateway: string, address: string] {
    return [`${this.#base}.${16 * number + 1}`, `${this.#base}.${16 * number + 2}`];
  }
}
