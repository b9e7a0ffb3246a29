import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into the server by `node --import`: a heart that beats every 5 ms, and tells each one that connects the longest time
 * between two beats since it was last asked, on the wall, and the most CPU time of the thread between two beats. Where the machine
 * did not let the thread run, the first is long and the second is not.
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
    longest = { wallMs: Math.max(longest.wallMs, wallMs), cpuMs: Math.max(longest.cpuMs, cpu - lastCpu) };
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
