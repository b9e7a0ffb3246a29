import type { Server, Socket } from 'socket.io';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { ClientToServer, ServerToClient } from '../../protocol/socket.ts';
import type { Visit } from '../conference/visits.ts';

interface SocketData {
  conferenceId: ConferenceId;
  visit: Visit;
  /** Sequence number of the state that the client received when it last joined. */
  joinedAtSeq: number;
}

/** Servers exchange no such events with each other. */
type ServerToServer = Record<string, never>;
export type ConferenceServer = Server<ClientToServer, ServerToClient, ServerToServer, SocketData>;
export type ConferenceSocket = Socket<ClientToServer, ServerToClient, ServerToServer, SocketData>;
