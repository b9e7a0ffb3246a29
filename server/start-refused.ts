/**
 * The service cannot start in its present environment. The message says what is wrong; `remedy` says what to
 * do. Both address the person who starts the service: half a sentence each, without a full stop.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** What to do, by the error code of the system. */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'Another program has this port: stop it, or set another (http.port, operations.port, media.listen.port)',
  EADDRNOTAVAIL:
    'This machine does not have this address: set one that it has (http.host, operations.host, media.listen.ip)',
  EACCES: 'Let the user that runs the service use it',
  EPERM: 'Let the user that runs the service use it',
  EROFS: 'Let storage.folder be a folder that can be written to',
  ENOSPC: 'Make room on the disk',
  ECONNREFUSED: 'See that what is named here runs and is in reach',
  ETIMEDOUT: 'See that what is named here runs and is in reach',
  EHOSTUNREACH: 'See that what is named here runs and is in reach',
  ENOTFOUND: 'See that the name is right and known to the DNS',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'See that http.tls names a certificate and the key of that one',
  ERR_OSSL_PEM_NO_START_LINE: 'See that http.tls names files in PEM',
  ENOENT: 'See that this file is there, and that the settings name it rightly',
};

/**
 * Why the service did not start and what to do, in one line. For an unexpected error, the line
 * contains the place in the code.
 */
export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return `The service did not start: ${String(error)}`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const remedy =
    error instanceof StartRefused ? error.remedy : (remedies[code] ?? `Report this line (${placeOf(error)})`);
  return oneLine(`The service did not start: ${saying(error)}. ${remedy}.`);
}

const placeOf = ({ stack = '', name }: Error): string =>
  stack
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith('at ')) ?? name;

/** The message, followed by the messages of its causes where they add something. */
function saying(error: Error): string {
  const { message, cause } = error;
  return cause instanceof Error && !message.includes(cause.message)
    ? `${message}: ${saying(cause)}`
    : message;
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
