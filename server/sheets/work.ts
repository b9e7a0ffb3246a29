import type { SheetEncoding, SheetFormat, SheetKind } from '../../protocol/rest/sheets.ts';
import type { KnownOf, PlannedSheet } from './plan-sheet.ts';

export type Cell = string | number | null;

/** Headings first. */
export type TableRows = readonly (readonly Cell[])[];

/** A list that goes out. */
export interface SheetToWrite {
  /** Each a row as JSON, headings first: texts cross to another process quickly, where lists of cells would keep the event loop. */
  readonly rows: readonly string[];
  readonly format: SheetFormat;
}

/** A sheet that came in, and what it is held against. */
export interface SheetToPlan<K extends SheetKind> {
  readonly kind: K;
  readonly bytes: Uint8Array;
  readonly known: KnownOf[K];
  /** What would be written is not asked for. */
  readonly dryRun: boolean;
  /** In which it is taken; undefined where nobody has said. */
  readonly encoding: SheetEncoding | undefined;
}

/** What comes of it. */
export type SheetPlanned<K extends SheetKind> =
  PlannedSheet<K> | { readonly refused: 'unsupported-type' | 'payload-too-large'; readonly why: string };
