import { WebSocketServer } from 'ws';

/**
 * The minimal cost of a broadcast: `ws` sends the same text to each client, and nothing else happens. `=TEXT`
 * sets the text; any other message sends it to all clients. Prints its port on standard output.
 */
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
let text = '';
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = Buffer.isBuffer(data) ? data.toString() : '';
    if (message.startsWith('=')) text = message.slice(1);
    else for (const client of server.clients) client.send(text);
  });
});
server.on('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) {
    process.stdout.write(`${JSON.stringify({ port: address.port })}\n`);
  }
});
