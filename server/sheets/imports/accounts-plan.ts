import { v7 as uuid } from 'uuid';
import { zeroDoubles } from '../../../domain/sites/doubles.ts';
import { accountKindWords, languageWords } from '../../../domain/words.ts';
import type { SheetProblemCode } from '../../../protocol/rest/sheets.ts';
import type { Account } from '../../identity/accounts/account-repository.ts';
import { coverageOf } from '../../identity/scope.ts';
import {
  byCode,
  type CellTexts,
  changedCells,
  Comparison,
  isUnended,
  type Existing,
  lostZeros,
  type ImportPlan,
  unitNames,
} from './plan.ts';
import { problemAt, type Row } from './rows.ts';

export type AccountsChange = {
  readonly created: readonly Account[];
  readonly changed: readonly { readonly was: SheetAccount; readonly becomes: SheetAccount }[];
};

/** An account without its secrets, which the process that reads the sheet must not get. */
export type SheetAccount = Pick<
  Account,
  'id' | 'login' | 'fullName' | 'email' | 'kind' | 'siteId' | 'language'
>;

export interface KnownAccounts extends Existing {
  /** Accounts within the caller's subtree. */
  readonly accounts: readonly SheetAccount[];
  /** The logins of all others: a report says only that one is taken. */
  readonly taken: readonly string[];
  /** The account of the caller, whose kind and unit the sheet must not change. */
  readonly callerId: string;
  readonly nowMs: number;
}

/**
 * An account is identified by its login. New accounts have no password: their owners set it by a one-time link.
 * A row's own unit is kept where its code is left out; a hyphen stands for the whole tree.
 */
export function planAccounts(
  rows: readonly Row<'accounts'>[],
  { sites, accounts, taken, callerId, siteIds, today, nowMs }: KnownAccounts,
): ImportPlan<AccountsChange> {
  const scope = coverageOf(siteIds);
  const unended = sites.filter((site) => isUnended(site, today));
  const sitesOf = byCode(unended);
  const doublesOf = zeroDoubles(unended);
  const siteById = new Map(sites.map((site) => [site.id, site]));
  const nameOf = unitNames(sites);
  const known = new Map(accounts.map((account) => [account.login, account]));
  const others = new Set(taken);
  const siteName = ({ siteId }: Pick<Account, 'siteId'>): string => {
    const site = siteById.get(siteId ?? '');
    return site ? nameOf(site) : '';
  };
  const textsOf = (account: Omit<SheetAccount, 'id' | 'login'>): CellTexts => ({
    fullName: account.fullName,
    email: account.email,
    kind: accountKindWords[account.kind],
    siteCode: siteById.get(account.siteId ?? '')?.code ?? null,
    language: languageWords.vi[account.language],
  });
  const comparison = new Comparison<Account, SheetAccount>();
  const seen = new Set<string>();

  /** The unit of a row; a problem where it has none. */
  const placeOf = (
    { cells }: Row<'accounts'>,
    before: SheetAccount | undefined,
  ):
    | { readonly siteId: string | null }
    | { readonly problem: SheetProblemCode; readonly proposal?: string } => {
    const { siteCode } = cells;
    if (siteCode === undefined) return before ? { siteId: before.siteId } : { problem: 'required' };
    if (siteCode === null) return { siteId: null };
    // An account of a unit that has ended keeps it.
    if (before && siteById.get(before.siteId ?? '')?.code === siteCode) return { siteId: before.siteId };
    const found = sitesOf.get(siteCode) ?? [];
    const [site, another] = found;
    const meant = lostZeros(cells, doublesOf(siteCode), found, nameOf);
    if (meant !== undefined) return { problem: 'lost-zeros', ...(meant !== null && { proposal: meant }) };
    if (site === undefined) return { problem: 'unknown-site' };
    return another === undefined ? { siteId: site.id } : { problem: 'ambiguous-site' };
  };

  for (const each of rows) {
    const { row, cells } = each;
    const { login, fullName, email } = cells;
    const wrong = (column: keyof typeof cells, code: SheetProblemCode, proposal?: string): unknown =>
      comparison.problems.push(problemAt(row, column, code, cells[column] ?? '', proposal));
    const before = known.get(login);
    const kind = cells.kind ?? before?.kind;
    const place = placeOf(each, before);
    const isMoved = before !== undefined && 'siteId' in place && place.siteId !== before.siteId;
    if (seen.has(login)) wrong('login', 'twice');
    else if (others.has(login)) wrong('login', 'login-taken');
    else if (kind === undefined) wrong('kind', 'required');
    else if ('problem' in place) wrong('siteCode', place.problem, place.proposal);
    else if (!scope.covers(place.siteId)) wrong('siteCode', 'outside-scope');
    else if (place.siteId === null && kind !== 'administrator') wrong('siteCode', 'required');
    else if (before?.id === callerId && (isMoved || kind !== before.kind)) wrong('kind', 'own-account');
    else {
      seen.add(login);
      const written = {
        fullName,
        email: email === undefined ? (before?.email ?? null) : email,
        kind,
        language: cells.language ?? before?.language ?? 'vi',
        ...place,
      };
      const told = { row, siteName: siteName(place), name: `${before?.fullName ?? fullName} (${login})` };
      const differing = changedCells(before ? textsOf(before) : {}, textsOf(written));
      if (before) comparison.change(before, { ...before, ...written }, differing, told);
      else comparison.create({ ...newAccount(login, nowMs), ...written }, differing, told);
    }
  }
  return comparison.plan();
}

const newAccount = (login: string, createdAtMs: number): Account => ({
  id: uuid(),
  login,
  passwordHash: null,
  passwordGiven: false,
  secondFactor: false,
  fullName: '',
  email: null,
  language: 'vi',
  kind: 'official',
  siteId: null,
  cleared: false,
  createdAtMs,
  disabledAtMs: null,
});
