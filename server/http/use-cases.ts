import type { AnyCaller } from '../identity/caller.ts';

/**
 * The reason why each of these takes no caller. Every other function that a handler can call takes one, or
 * the code does not compile.
 */
interface WithoutCaller {
  'identity.sessions.signIn': 'shows a password';
  'identity.sessions.finishSignIn': 'shows the token of the second step and a proof';
  'identity.sessions.refresh': 'shows a token';
  'identity.sessions.signOut': 'shows a token';
  'identity.sessions.resumeDevice': 'shows a token';
  'identity.sessions.authenticate': 'makes the caller';
  'identity.knownDevices.read': 'reads a signed cookie that opens nothing';
  'identity.knownDevices.remember': 'signs that cookie after a sign-in';
  'identity.firstAdministrator.check': 'shows a one-time link';
  'identity.firstAdministrator.create': 'shows a one-time link';
  'identity.passwordLinks.check': 'shows a one-time link';
  'identity.passwordLinks.use': 'shows a one-time link';
  'identity.devices.pair': 'shows a one-time code';
  'identity.devices.showCode': 'makes a code that opens nothing before somebody with the right grants it';
  'identity.devices.claimScreen': 'shows the secret of the browser';
  'readiness.linked': 'shows a signed link';
  'readiness.replyByLink': 'shows a signed link';
  'feeds.read': 'shows a secret address';
  'mailReplies.admit': 'takes the secret of the mail gateway';
  'mailReplies.take': 'takes what the mail gateway hands over, which `admit` has let in';
  'sites.wholeDirectory.levels': 'read whole by every account, as public as on paper';
  'sites.wholeDirectory.list': 'read whole by every account, as public as on paper';
  'sites.wholeDirectory.ended': 'read whole by every account, as public as on paper';
  'sites.wholeDirectory.search': 'read whole by every account, as public as on paper';
  'sites.wholeDirectory.get': 'read whole by every account, as public as on paper';
  'sheets.directoryExports.template': 'has headings and nothing else';
  'sheets.tables.write': 'writes a table that was read with a caller';
  'scheduling.idempotency.once': 'does what takes a caller once';
}

type TakesCaller<Given extends readonly unknown[]> = true extends {
  [At in keyof Given]: Given[At] extends AnyCaller ? true : false;
}[number]
  ? true
  : false;

/**
 * The paths of all functions in a tree of services that take no caller. An optional caller counts as none.
 */
export type CallerlessIn<Service, Path extends string = ''> = {
  [Name in keyof Service & string]: NonNullable<Service[Name]> extends (...given: infer Given) => unknown
    ? TakesCaller<Given> extends true
      ? never
      : `${Path}${Name}`
    : NonNullable<Service[Name]> extends object
      ? CallerlessIn<NonNullable<Service[Name]>, `${Path}${Name}.`>
      : never;
}[keyof Service & string];

/**
 * The services, where each function takes a caller or has a reason; otherwise a type that names the wrong
 * functions.
 */
export type CalledByCallers<Services> =
  CallerlessIn<Services> extends keyof WithoutCaller
    ? keyof WithoutCaller extends CallerlessIn<Services>
      ? Services
      : { readonly reasonGivenInVain: Exclude<keyof WithoutCaller, CallerlessIn<Services>> }
    : { readonly takesNoCaller: Exclude<CallerlessIn<Services>, keyof WithoutCaller> };
