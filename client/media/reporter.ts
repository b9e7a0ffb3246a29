import type { types } from 'mediasoup-client';
import type { ReceptionReport } from '../../protocol/media.ts';
import { receptionBetween, receptionStats } from './reception.ts';
import type { ReceptionStats } from './reception.ts';

const everyMs = 5000;

/** Reports every few seconds what has arrived over a transport since the last report. */
export class ReceptionReporter {
  readonly #tell: (report: ReceptionReport) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tell: (report: ReceptionReport) => void) {
    this.#tell = tell;
  }

  /** Reports on this transport from now on, instead of an earlier one. */
  begin(transport: types.Transport): void {
    this.stop();
    let before: ReceptionStats | undefined;
    this.#timer = setInterval(() => {
      if (transport.closed) return;
      void transport.getStats().then((report) => {
        const after = receptionStats(report);
        if (before && !transport.closed) this.#tell(receptionBetween(before, after));
        before = after;
      });
    }, everyMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
