import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { processPath } from '../../protocol/process-path.ts';
import { Secret } from './secret.ts';

// config/default.yaml documents each key and the reason for its value.

const port = z.int().min(0).max(65_535);
const seconds = z.int().min(1);
const bps = z.int().min(10_000).max(100_000_000);
const text = z.string().min(1);
const count = z.int().min(1).max(100_000_000);
/** The sustained rate per second, and the burst allowed in addition. */
const rate = z.strictObject({ perS: count, burst: count });

/** A string that is wrapped in `Secret` once parsed, and kept out of error messages (see `load.ts`). */
function secret(inner: z.ZodString | z.ZodURL) {
  return inner.transform((value) => new Secret(value)).meta({ secret: true });
}

/** A burst, and what is given back each hour. */
const hourly = z.strictObject({ burst: count, perHour: count });

/** A burst, and what is given back each minute. */
const minutely = z.strictObject({ burst: count, perMinute: count });
const paces = z.strictObject({ events: minutely, messages: minutely, bytes: minutely });

const http = z.strictObject({
  host: text,
  port,
  publicUrl: z.url({ protocol: /^https?$/ }).nullable(),
  allowedOrigins: z
    .array(
      z
        .url({ protocol: /^https?$/ })
        .refine((url) => new URL(url).origin === url, 'expected an origin, such as https://hop.tinh.gov.vn'),
    )
    .max(20),
  tls: z.strictObject({ certFile: text, keyFile: text }).nullable(),
  trustProxy: z.array(text),
  processPath: processPath.nullable(),
  insecurePlainHttpInClosedLab: z.boolean(),
});

const identity = z.strictObject({
  issuer: text,
  secret: secret(z.string().min(32)).nullable(),
  accessTokenTtlS: seconds.max(86_400),
  refreshTokenTtlS: seconds,
  sessionTtlS: seconds,
  confirmationTtlS: seconds.max(86_400),
  joinTokenTtlS: seconds.max(3_600),
  deviceTokenTtlS: seconds,
  pairingCodeTtlS: seconds.max(86_400),
  passwordLinkTtlS: seconds.max(2_592_000),
  firstAdministratorLinkTtlS: seconds.max(604_800),
  attempts: z.strictObject({
    free: z.int().min(1).max(100),
    firstWaitS: seconds.max(3_600),
    longestWaitS: seconds.max(86_400),
    strangersPerTarget: hourly,
    targetsPerAddress: hourly,
    wrongPerAddress: hourly,
    codesPerAddress: hourly,
    pairingCodesInAll: hourly,
  }),
  factorKey: secret(z.string().min(32)).nullable(),
  secondFactor: z.enum(['administrators', 'everyone', 'optional']),
  givenPasswords: z.enum(['change', 'keep']),
  administrator: z.strictObject({ login: text, password: secret(z.string().min(12).max(128)) }).nullable(),
});

const codec = z.strictObject({
  kind: z.enum(['audio', 'video']),
  mimeType: z.string().regex(/^(audio|video)\/[\w-]+$/, 'expected audio/… or video/…'),
  clockRate: z.int().min(8_000),
  channels: z.int().min(1).max(2).optional(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const encodings = z
  .array(
    z.strictObject({
      scaleResolutionDownBy: z.number().min(1).max(16),
      maxBitrateBps: bps,
      scalabilityMode: z.string().regex(/^L1T[123]$/, 'expected L1T1, L1T2 or L1T3'),
    }),
  )
  .min(1)
  .max(3);

const better = z
  .array(
    z.strictObject({
      codec: z.literal('VP9'),
      maxBitrateBps: bps,
      scalabilityMode: z.string().regex(/^L[123]T[123](_KEY)?$/, 'expected a mode such as L3T3_KEY'),
    }),
  )
  .max(1);

const portRange = z.strictObject({
  min: z.int().min(1_024).max(65_535),
  max: z.int().min(1_024).max(65_535),
});

const media = z.strictObject({
  // Default: one worker per core. Resolved here, so that all other code reads a number.
  workers: z
    .int()
    .min(1)
    .max(256)
    .nullable()
    .transform((workers) => workers ?? availableParallelism()),
  workersAhead: z.int().min(0).max(20),
  listen: z.strictObject({
    ip: z.union([z.ipv4(), z.ipv6()], 'expected an IPv4 or IPv6 address'),
    announcedAddress: text.nullable(),
    port,
  }),
  internalPorts: portRange,
  trunkPorts: portRange,
  turn: z
    .strictObject({
      urls: z.array(z.string().regex(/^turns?:/, 'expected turn:… or turns:…')).min(1),
      secret: secret(z.string().min(32)),
      credentialTtlS: seconds.max(86_400),
    })
    .nullable(),
  codecs: z.array(codec).min(1),
  initialAvailableOutgoingBitrateBps: bps,
  maxIncomingBitrateBps: bps,
  camera: z.strictObject({ encodings, better }),
  screen: z.strictObject({ encodings }),
  resendsSound: z.boolean(),
  loudestMicrophones: z.int().min(1).max(50),
  warmSpeakers: z.int().min(0).max(10),
  slots: z.strictObject({ audio: z.int().min(1).max(100), video: z.int().min(1).max(100) }),
  packetsPerS: z.int().min(1_000).max(1_000_000),
  plainRtp: z.strictObject({ enabled: z.boolean() }),
});

export const configSchema = z.strictObject({
  role: z.enum(['both', 'control', 'bridge']),
  bridge: z.strictObject({
    controls: z.array(z.url({ protocol: /^https?$/ })).max(20),
    pairingCode: secret(z.string().min(8).max(40)).nullable(),
    folder: text,
  }),
  http,
  socket: z.strictObject({
    maxMessageBytes: z.int().min(16_384).max(1_048_576),
    requestsPerS: z.int().min(1).max(1_000),
    burst: z.int().min(0).max(10_000),
    entriesPerMinute: z.int().min(1).max(100_000),
    passWithinS: seconds.max(60),
    beforePass: z.strictObject({
      packets: z.int().min(1).max(1_000),
      bytes: z.int().min(5_000).max(1_048_576),
    }),
    packets: rate,
    bytes: rate,
    backlogBytes: z.int().min(1_000_000).max(1_000_000_000),
  }),
  limits: z.strictObject({
    connections: z.int().min(10).max(1_000_000),
    perAddress: z.strictObject({
      connections: count,
      requests: rate,
      sockets: count,
      socketsWithoutPass: count,
      socketOpens: rate,
    }),
  }),
  // 1 GB: the database column has 32 bits.
  documents: z.strictObject({
    maxBytes: z.int().min(1).max(1_073_741_824),
    picturesMaxBytes: z.int().min(10_000_000),
  }),
  operations: z.strictObject({ host: text, port, token: secret(z.string().min(32)).nullable() }),
  storage: z.strictObject({
    url: secret(
      z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user:password@host/database' }),
    ).nullable(),
    folder: text,
  }),
  identity,
  conference: z.strictObject({
    reconnectGraceS: seconds.max(86_400),
    microphonePolicy: z.enum(['floor', 'open']),
    floor: z.strictObject({
      turnS: seconds.min(5).max(14_400).nullable(),
      unitBudgetS: seconds.max(86_400).nullable(),
      warnBeforeS: z.int().min(0).max(600),
      handsBack: z.boolean(),
    }),
    maxParticipants: z.int().min(2).max(10_000),
    pace: z.strictObject({ participants: paces, moderators: paces }),
    recorderSlots: z.int().min(1).max(1_000),
    rehearsalBeforeS: z.int().min(0).max(86_400),
    opensBeforeStartS: z.int().min(0).max(86_400),
    endsAfterGraceS: z.int().min(0).max(86_400),
  }),
  mail: z.strictObject({
    smtpUrl: secret(z.url({ protocol: /^smtps?$/, error: 'expected smtp://… or smtps://…' })).nullable(),
    from: z.email(),
    replyTo: z.email().nullable(),
    replySecret: secret(z.string().min(32)).nullable(),
    remindBeforeMinutes: z.array(z.int().min(1).max(43_200)).max(10),
    readinessAt: z.iso.time({ precision: -1, error: 'expected a time of the day, such as 16:00' }).nullable(),
  }),
  media,
  logging: z.strictObject({
    level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  }),
});

export type Config = z.output<typeof configSchema>;

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/** Any part of the configuration as in a file (secrets as plain strings). */
export type ConfigOverrides = DeepPartial<z.input<typeof configSchema>>;
