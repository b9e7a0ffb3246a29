import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { handOverMs } from '../../client/media/hand-over.ts';
import { longestBackoffMs } from '../../client/signaling/backoff.ts';
import { requestDeadlineMs } from '../../client/signaling/connection.ts';
import { stallMs } from '../../client/signaling/download.ts';
import { fileDeadlineMs, restDeadlineMs } from '../../client/signaling/rest.ts';
import { loadConfig } from '../../server/config/load.ts';
import { drawingDeadlineMs } from '../../server/documents/page-pictures.ts';
import { idleMs, serverOptions } from '../../server/http/security.ts';
import { lostAnswerGraceMs } from '../../server/identity/sessions/sessions.ts';
import { moveDeadlineMs } from '../../server/media/placing/moves.ts';
import { bridgeWithinMs } from '../../server/media/returns.ts';
import { pingIntervalMs, pingTimeoutMs } from '../../server/socket/upgrades.ts';
import { patience } from '../../server/workshop/workshop.ts';

/** The timeout of socket.io-client for a connection attempt. */
const connectMs = 20_000;
const { identity, conference } = loadConfig({
  environment: {},
  folder: fileURLToPath(new URL('../../config', import.meta.url)),
});

/**
 * One end waits for `shorter`; the other must wait longer, otherwise an answer in time reaches nobody. All in
 * ms.
 */
const pairs: Readonly<Record<string, { readonly shorter: number; readonly longer: number }>> = {
  // After a renewal whose answer was lost, the page tries again with the replaced token.
  'of a page for two tries of a renewal, the longer of the server for the replaced token': {
    shorter: 2 * (restDeadlineMs + longestBackoffMs),
    longer: lostAnswerGraceMs,
  },
  'of a page for its pass and its socket, the longer of the server for the pass': {
    shorter: restDeadlineMs + connectMs,
    longer: 1_000 * identity.joinTokenTtlS,
  },
  'of a page to notice a dead line and reconnect, the longer of the server for a lost participant': {
    shorter: pingIntervalMs + pingTimeoutMs + longestBackoffMs + restDeadlineMs + connectMs,
    longer: 1_000 * conference.reconnectGraceS,
  },
  'of a page that moves its media, with a request before and after, the longer of the server for its report':
    {
      shorter: requestDeadlineMs + handOverMs + requestDeadlineMs,
      longer: moveDeadlineMs,
    },
  'of a participant that comes back for its bridge, the longer of its page for the answer': {
    shorter: bridgeWithinMs,
    longer: requestDeadlineMs,
  },
  // The server explains why it stops reading a body; a page with a shorter timeout would miss the
  // explanation.
  'of the server for a whole document, the longer of a page for the answer': {
    shorter: serverOptions.requestTimeout,
    longer: fileDeadlineMs,
  },
  'of a page for an answer, the longer of the server for an idle connection': {
    shorter: restDeadlineMs,
    longer: idleMs,
  },
  // A late picture is kept as well, and the next try finds it.
  'of the server for drawing a page on a busy machine, the longer of a page for the first byte of the picture':
    {
      shorter: drawingDeadlineMs * patience,
      longer: stallMs,
    },
  'of a page between two tries, the longer of the server for a ping on the old connection': {
    shorter: longestBackoffMs,
    longer: pingIntervalMs + pingTimeoutMs,
  },
};

describe('the shorter wait', () => {
  for (const [who, { shorter, longer }] of Object.entries(pairs)) {
    it(who, () => {
      expect(longer).to.be.above(shorter);
    });
  }
});
