import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { ConnectionOutcome } from '../observability/metrics.ts';

/** A client checks its paths within seconds, also over TURN; the handshake takes two round trips more. */
const usualMs = 15_000;
/** A client that gives its transport up within a third of the time may have had other reasons. */
const patience = 1 / 3;

/** Watches how the media connections of clients come about, from the moment in which a client has asked for one. */
export class Connections {
  readonly #counts: Record<ConnectionOutcome, number> = { udp: 0, tcp: 0, 'no-path': 0, 'no-handshake': 0 };
  readonly #logger: Logger;
  readonly #withinMs: number;

  /** @param withinMs the time after which a connection has failed */
  constructor(logger: Logger, withinMs = usualMs) {
    this.#logger = logger;
    this.#withinMs = withinMs;
  }

  /** Since the start of this process. */
  get counts(): Readonly<Record<ConnectionOutcome, number>> {
    return { ...this.#counts };
  }

  /** @param participantId for the log */
  watch(transport: types.WebRtcTransport, participantId: unknown): void {
    const { observer } = transport;
    const sinceMs = performance.now();
    const decided = (outcome: ConnectionOutcome): void => {
      clearTimeout(deadline);
      observer.off('dtlsstatechange', changed);
      observer.off('close', closed);
      this.#counts[outcome] += 1;
      if (outcome === 'udp' || outcome === 'tcp') return;
      this.#logger.warn(
        { transportId: transport.id, participantId, outcome },
        'the media of a client does not get through',
      );
    };
    const changed = (): void => {
      if (transport.dtlsState === 'connected') decided(transport.iceSelectedTuple?.protocol ?? 'udp');
      else if (transport.dtlsState === 'failed') decided('no-handshake');
    };
    const missed = (): void => decided(transport.iceSelectedTuple ? 'no-handshake' : 'no-path');
    const closed = (): void => {
      if (performance.now() - sinceMs > this.#withinMs * patience) missed();
      else clearTimeout(deadline);
    };
    const deadline = setTimeout(missed, this.#withinMs).unref();
    observer.on('dtlsstatechange', changed);
    observer.once('close', closed);
    changed();
  }
}
