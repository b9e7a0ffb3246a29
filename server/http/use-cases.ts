import type { AuditReader } from '../audit/audit.ts';
import type { BridgesService } from '../bridges/bridges.ts';
import type { UplinksService } from '../bridges/uplinks.ts';
import type { DocumentsService } from '../documents/documents.ts';
import type { AnyCaller } from '../identity/caller.ts';
import type { IdentityService } from '../identity/identity.ts';
import type { FeedsService } from '../letters/feeds.ts';
import type { LetterBook } from '../letters/letter-book.ts';
import type { MailReplies } from '../letters/replies/mail-replies.ts';
import type { LineChecks } from '../media/line-checks.ts';
import type { ReadinessService } from '../scheduling/readiness/readiness.ts';
import type { RehearsalsService } from '../scheduling/readiness/rehearsals.ts';
import type { SchedulingService } from '../scheduling/scheduling.ts';
import type { Sheets } from '../sheets/sheets.ts';
import type { EndpointsService } from '../sites/endpoints.ts';
import type { SetupService } from '../setup/setup.ts';
import type { ContactsService } from '../sites/contacts.ts';
import type { SitesService } from '../sites/sites.ts';

/** The services, with only those functions that handlers call. */
interface Services {
  readonly identity: IdentityUseCases;
  readonly sites: SitesService;
  readonly endpoints: EndpointsService;
  readonly scheduling: Omit<SchedulingService, 'clock'>;
  readonly documents: DocumentsService;
  readonly feeds: FeedsService;
  readonly letterBook: LetterBook;
  /** Null where replies by mail are off. */
  readonly mailReplies: MailReplies | null;
  readonly readiness: Omit<ReadinessService, 'answerByMail'>;
  readonly rehearsals: Omit<RehearsalsService, 'removeOldPictures'>;
  readonly lineChecks: Omit<LineChecks, 'finish'>;
  readonly contacts: ContactsService;
  readonly audit: AuditReader;
  readonly setup: SetupService;
  readonly bridges: BridgesService;
  readonly uplinks: UplinksService;
  readonly sheets: SheetUseCases;
}

type IdentityUseCases = {
  readonly sessions: Pick<
    IdentityService['sessions'],
    'signIn' | 'finishSignIn' | 'refresh' | 'signOut' | 'resumeDevice' | 'authenticate'
  >;
  readonly accounts: IdentityService['accounts'];
  readonly firstAdministrator: Pick<IdentityService['firstAdministrator'], 'check' | 'create'>;
  readonly passwordLinks: IdentityService['passwordLinks'];
  readonly ownAccount: IdentityService['ownAccount'];
  readonly secondFactors: IdentityService['secondFactors'];
  readonly devices: IdentityService['devices'];
  readonly deviceStates: IdentityService['deviceStates'];
  readonly knownDevices: IdentityService['knownDevices'];
};

type SheetUseCases = Omit<Sheets, 'tables'> & { readonly tables: Pick<Sheets['tables'], 'write'> };

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
  'bridges.pair': 'shows a one-time code';
  'readiness.openLink': 'shows a signed link';
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
type CalledByCallers<Tree> =
  CallerlessIn<Tree> extends keyof WithoutCaller
    ? keyof WithoutCaller extends CallerlessIn<Tree>
      ? Tree
      : { readonly reasonGivenInVain: Exclude<keyof WithoutCaller, CallerlessIn<Tree>> }
    : { readonly takesNoCaller: Exclude<CallerlessIn<Tree>, keyof WithoutCaller> };

/** The services that handlers call. */
export type UseCases = CalledByCallers<Services>;
