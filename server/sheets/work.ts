import type { SheetEncoding, SheetFormat, SheetKind } from '../../protocol/rest/sheets.ts';
import type { KnownOf, PlannedSheet } from './imports/plan-sheet.ts';

export type Cell = string | number | null;

/** The first row has the headings. */
export type TableRows = readonly (readonly Cell[])[];

/** A list to export. */
export interface SheetToWrite {
  /**
   * Rows as JSON, headings first. Strings are cheap to send to another process; lists of cells would block
   * the event loop.
   */
  readonly rows: readonly string[];
  readonly format: SheetFormat;
}

/** A sheet to import, with the known records. */
export interface SheetToPlan<K extends SheetKind> {
  readonly kind: K;
  readonly bytes: Uint8Array;
  readonly known: KnownOf[K];
  /** True: the changes to write are not needed. */
  readonly dryRun: boolean;
  /** The encoding that the caller chose; undefined to detect it. */
  readonly encoding: SheetEncoding | undefined;
}

export type SheetPlanned<K extends SheetKind> =
  PlannedSheet<K> | { readonly refused: 'unsupported-type' | 'payload-too-large'; readonly why: string };
