import { commands } from '../../../protocol/commands.ts';
import { wireError } from '../../../protocol/errors.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import { mediaRequests, mediaStopped, mediaUpdate } from '../../../protocol/media.ts';
import type { RequestType } from '../../../protocol/requests.ts';
import { answer, lobbyNews, rosterNews } from '../../../protocol/socket.ts';
import { shapeOf } from './shape-of.ts';
import type { Shape } from './shape.ts';

/** Of what the server sends by itself. */
export const messageShapes = {
  events: { list: shapeOf(loggedEvent) },
  roster: { optional: shapeOf(rosterNews) },
  lobby: shapeOf(lobbyNews),
  moved: { fields: { meetingId: 'string' } },
  media: shapeOf(mediaUpdate),
  mediaStopped: shapeOf(mediaStopped),
  error: shapeOf(wireError),
} as const satisfies Record<string, Shape>;

export const answerShape: Shape = shapeOf(answer);

/** Of the result, by the type of the request. */
export const resultShapes: Readonly<Partial<Record<RequestType, Shape>>> = Object.fromEntries(
  Object.entries({ ...commands, ...mediaRequests }).map(([type, { result }]) => [type, shapeOf(result)]),
);
