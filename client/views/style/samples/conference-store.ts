import type { Identity } from '../../../../protocol/conference/presence.ts';
import type { RequestResult, RequestType } from '../../../../protocol/requests.ts';
import type { Answer } from '../../../../protocol/socket.ts';
import { ConferenceStore } from '../../../state/conference/conference.ts';
import { sampleConference } from './conference.ts';

const done = (): Promise<void> => Promise.resolve();
const nothing = (): void => undefined;

/** The conference of the samples as one of its participants sees it. Nothing that is pressed is sent anywhere. */
export function sampleStore(self: Identity): ConferenceStore {
  const snapshot = sampleConference(Date.now());
  const answers: { readonly [T in RequestType]?: RequestResult<T> } = {
    join: {
      outcome: 'joined',
      self,
      snapshot,
      present: Object.keys(snapshot.participants).length,
      media: { routerRtpCapabilities: {}, encodings: { camera: [], screen: [] } },
    },
  };
  const request = <T extends RequestType>(type: T): Promise<Answer<RequestResult<T>>> => {
    const result: RequestResult<T> | undefined = answers[type];
    return Promise.resolve(
      result === undefined
        ? { ok: false, error: { code: 'forbidden' } }
        : { ok: true, seq: snapshot.seq, result },
    );
  };
  const store = new ConferenceStore(
    { request, restart: nothing, close: nothing },
    {
      held: () => undefined,
      open: done,
      update: done,
      suspend: nothing,
      lost: nothing,
      moving: nothing,
      stopped: nothing,
      close: nothing,
    },
    { withRoster: true },
  );
  store.connected();
  return store;
}
