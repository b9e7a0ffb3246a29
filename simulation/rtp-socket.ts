import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * Rooms receive many packets at once (a keyframe) while their process is busy with other rooms. The kernel
 * caps it at net.core.rmem_max, 208 kB on most machines.
 */
const receiveBufferBytes = 1024 * 1024;

/** A UDP socket on loopback that exchanges packets with only one port of the server. */
export interface RtpSocket {
  readonly port: number;
  connect(ip: string, port: number): void;
  send(parts: readonly Buffer[]): void;
  close(): void;
}

export async function openRtpSocket(received: (datagram: Buffer) => void): Promise<RtpSocket> {
  const socket = createSocket('udp4');
  let open = true;
  let connected = false;
  // A stopped server causes refused datagrams (ICMP). The signalling reports the stop, and a new socket
  // follows.
  socket.on('error', () => undefined);
  socket.on('message', received);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.setRecvBufferSize(receiveBufferBytes);
  return {
    port: socket.address().port,
    connect: (ip, port) => {
      socket.connect(port, ip, () => {
        connected = true;
      });
    },
    send: (parts) => {
      if (open && connected) socket.send([...parts]);
    },
    close: () => {
      if (open) socket.close();
      open = false;
    },
  };
}
