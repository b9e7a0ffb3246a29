import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { attribute, longTermKey, method, peerAddress, readStun, stunRequest } from './stun.ts';
import type { StunAnswer } from './stun.ts';

const deadlineMs = 5_000;
const udp = 17;

export interface TurnLine {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** A client of a TURN server that sends what no honest client sends. */
export class TurnClient implements Disposable {
  readonly #socket = createSocket('udp4');
  readonly #line: TurnLine;
  #realm: Buffer = Buffer.alloc(0);
  #nonce: Buffer = Buffer.alloc(0);

  constructor(line: TurnLine) {
    this.#line = line;
  }

  /** @returns `ok` or the code of the refusal */
  async allocate(family: 4 | 6): Promise<StunAnswer['outcome']> {
    const wish = [
      [attribute.requestedTransport, Buffer.from([udp, 0, 0, 0])],
      [attribute.requestedAddressFamily, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
    ] as const;
    // The first request is refused for a missing name; the refusal has the realm and the nonce.
    const { attributes } = await this.#ask(method.allocate, stunRequest(method.allocate, wish));
    this.#realm = attributes.get(attribute.realm) ?? this.#realm;
    this.#nonce = attributes.get(attribute.nonce) ?? this.#nonce;
    return this.#askSigned(method.allocate, wish);
  }

  /** Asks the relay to pass packets from an address, and so also packets to it. */
  permit(address: string): Promise<StunAnswer['outcome']> {
    return this.#askSigned(method.createPermission, [[attribute.xorPeerAddress, peerAddress(address)]]);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  async #askSigned(type: number, wish: Parameters<typeof stunRequest>[1]): Promise<StunAnswer['outcome']> {
    const { username, password } = this.#line;
    const signed = [
      ...wish,
      [attribute.username, Buffer.from(username)],
      [attribute.realm, this.#realm],
      [attribute.nonce, this.#nonce],
    ] as const;
    const key = longTermKey(username, this.#realm.toString(), password);
    return (await this.#ask(type, stunRequest(type, signed, key))).outcome;
  }

  async #ask(type: number, request: Buffer): Promise<StunAnswer> {
    const answered = once(this.#socket, 'message', { signal: AbortSignal.timeout(deadlineMs) });
    this.#socket.send(request, this.#line.port, this.#line.host);
    const [message]: unknown[] = await answered;
    const answer = Buffer.isBuffer(message) ? readStun(message, type) : undefined;
    if (answer === undefined) throw new Error('the TURN server answered something else');
    return answer;
  }
}
