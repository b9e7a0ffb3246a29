import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into the server by `node --import`: a heart that beats every 5 ms, and tells whoever connects how long the longest gap
 * between two beats was since it was last asked, on the wall and in CPU time of the thread. A thread that was not let run by others
 * on the machine has a long gap with little CPU time in it.
 */
const everyMs = 5;
const port = Number(process.env['BENCH_HEARTBEAT_PORT']);

if (isMainThread && port > 0) {
  let longest = { wallMs: 0, cpuMs: 0 };
  let lastMs = performance.now();
  let lastCpu = cpuMs();
  setInterval(() => {
    const nowMs = performance.now();
    const cpu = cpuMs();
    const wallMs = nowMs - lastMs - everyMs;
    if (wallMs > longest.wallMs) longest = { wallMs, cpuMs: cpu - lastCpu };
    [lastMs, lastCpu] = [nowMs, cpu];
  }, everyMs).unref();
  createServer((socket) => {
    socket.end(JSON.stringify(longest));
    longest = { wallMs: 0, cpuMs: 0 };
  })
    .listen(port, '127.0.0.1')
    .unref();
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
