import { createServer } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/*
 * `node --import` loads this into the server. A timer ticks every 5 ms. Each connection receives the longest
 * wall time between two ticks since the last connection, and the most CPU time of the thread between two
 * ticks. Where the machine did not let the thread run, only the wall time is long.
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
