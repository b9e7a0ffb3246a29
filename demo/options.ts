import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** The address to serve with TLS; undefined for loopback without TLS. */
  readonly host: string | undefined;
  /** Undefined uses the configured ports; 0 uses free ones, for media and metrics too. */
  readonly port: number | undefined;
  readonly rooms: number;
  /** Bridges that are processes of their own; 0: the server carries media itself. */
  readonly bridges: number;
  /** Undefined runs until a signal stops it. */
  readonly forMs: number | undefined;
  readonly reportFile: string | undefined;
  readonly dataFolder: string;
}

export const usage = `npm run demo -- [OPTION…]
  --host ADDRESS   phục vụ mạng nội bộ tại địa chỉ này (HTTPS) · serve the local network at this IP address, with a self-signed certificate
  --port PORT      cổng, mặc định 8080; 0 là cổng trống · the port, 8080 if left out; 0 takes free ones
  --rooms N        số điểm cầu mô phỏng, mặc định 24 · how many synthetic rooms take part, 24 if left out
  --bridges N      số máy chủ cầu nối chạy riêng, mặc định 0 · how many bridges run as processes of their own, none if left out
  --for 30s        tự dừng sau thời gian này (s, m, h) · stop by itself after this time
  --report FILE    ghi kết quả vào tệp JSON · write what happened into a JSON file
  --data FOLDER    thư mục dữ liệu, mặc định var/demo · where data is kept, var/demo if left out`;

/** @throws RangeError or TypeError that names the invalid argument */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      rooms: { type: 'string', default: '24' },
      bridges: { type: 'string', default: '0' },
      for: { type: 'string' },
      report: { type: 'string' },
      data: { type: 'string', default: 'var/demo' },
    },
  });
  const { host } = values;
  if (host !== undefined && isIP(host) === 0) {
    throw new RangeError(`--host ${host}: an IP address of this machine is expected, such as 192.168.1.20`);
  }
  return {
    host,
    port: values.port === undefined ? undefined : count('--port', values.port, 0, 65_535),
    rooms: count('--rooms', values.rooms, 1, 150),
    bridges: count('--bridges', values.bridges, 0, 20),
    forMs: values.for === undefined ? undefined : duration(values.for),
    reportFile: values.report,
    dataFolder: values.data,
  };
}

function count(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new RangeError(`${option} ${text}: a whole number from ${min} to ${max} is expected`);
  }
  return value;
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function duration(text: string): number {
  const { amount, unit = '' } = /^(?<amount>\d+)(?<unit>[smh])$/.exec(text)?.groups ?? {};
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  if (!(ms > 0)) throw new RangeError(`--for ${text}: a time such as 30s, 5m or 1h is expected`);
  return ms;
}
