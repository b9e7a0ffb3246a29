import { v7 as uuid } from 'uuid';
import type { BridgeRequestMessage, BridgeStatus } from '../../../protocol/bridge.ts';
import type { Inventory } from '../../../server/media/media-bridge.ts';
import type { BridgeLine } from '../../../server/media/remote/bridge-line.ts';
import { tagOf } from '../../../server/media/remote/part.ts';
import { bridgeStatusOf } from './bridge-status.ts';

export const nothing: Inventory = { transports: [], producers: [], links: [], consumers: [] };

/** A bridge at the other end of a line: answers with the inventory that a test gives it. */
export class FarBridge implements BridgeLine {
  readonly address = '10.0.0.7';
  readonly id: string;
  readonly requests: BridgeRequestMessage[] = [];
  readonly closings: string[] = [];
  transports: Inventory['transports'] = [];
  inventory: unknown = nothing;
  hasTrunks = true;
  answer: unknown = undefined;
  onClose: () => void = () => undefined;

  constructor(id: string = uuid()) {
    this.id = id;
  }

  status(workers: readonly string[] = ['0.0', '1.0']): BridgeStatus {
    const ids = workers.map((worker) => `${this.id}/run/${worker}`);
    return { ...bridgeStatusOf(ids), hasTrunks: this.hasTrunks };
  }

  async call(request: BridgeRequestMessage): Promise<unknown> {
    this.requests.push(request);
    if (request.call === 'adopt') return { ok: true, result: this.inventory };
    return (await this.answer) ?? { ok: true, result: null };
  }

  cast(request: BridgeRequestMessage): void {
    this.requests.push(request);
  }

  close(why: string): void {
    this.closings.push(why);
    this.onClose();
  }

  asked(call: string): number {
    return this.requests.filter((request) => request.call === call).length;
  }
}

/** The id of something on a bridge, as conferences know it. */
export const shared = (id: string, { id: bridgeId }: FarBridge): string => `${id}@${tagOf(bridgeId)}`;

export const transport = (workerId: string, note: object = {}): Inventory['transports'][number] => ({
  transportId: uuid(),
  workerId,
  direction: 'receive',
  isReceiving: true,
  decodable: [],
  note: { ...note },
});
