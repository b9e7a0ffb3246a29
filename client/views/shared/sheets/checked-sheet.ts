import { useRef, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { SheetEncoding, SheetImport, SheetReport } from '../../../../protocol/rest/sheets.ts';
import type { Result } from '../../../signaling/result.ts';

/** What every report of a sheet says. */
type Report = Pick<SheetReport, 'applied' | 'digest' | 'problems' | 'encoding'>;

type Query = Pick<SheetImport, 'dryRun'> & {
  readonly digest?: string;
  readonly encoding?: SheetEncoding | undefined;
};
type Send<R> = (file: File, query: Query) => Promise<Result<R>>;

/** What is shown of a file that is being checked. */
export interface ShownSheet<R extends Report = Report> {
  readonly file: File | undefined;
  /** Of the check, or of what was done. */
  readonly report: R | undefined;
  readonly refusal: ErrorCode | undefined;
  readonly busy: boolean;
  /** Somebody has changed something since the check: nothing was written, and the report is new. */
  readonly overtaken: boolean;
  readonly encoding: SheetEncoding | undefined;
  readonly choose: (file: File | undefined) => void;
  /** Checks the same file again, read in this encoding. */
  readonly readAs: (encoding: SheetEncoding) => void;
}

interface CheckedSheet<R extends Report> extends ShownSheet<R> {
  /** Checks the same file again where the question has changed. */
  readonly checkAgain: (send: Send<R>) => void;
  /** Does exactly what the report says. */
  readonly take: () => Promise<void>;
}

/** A file that is chosen, checked by the server, and then taken as it was shown. */
export function useCheckedSheet<R extends Report>(send: Send<R>, onTaken: () => void): CheckedSheet<R> {
  const [file, setFile] = useState<File>();
  const [report, setReport] = useState<R>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const [overtaken, setOvertaken] = useState(false);
  const [encoding, setEncoding] = useState<SheetEncoding>();
  const asked = useRef(0);
  const show = async (answer: ReturnType<Send<R>>): Promise<void> => {
    setBusy(true);
    asked.current += 1;
    const question = asked.current;
    const result = await answer;
    // Another question was asked meanwhile: its answer is shown.
    if (question !== asked.current) return;
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
    setReport(result.ok ? result.value : undefined);
    if (result.ok && result.value.applied) onTaken();
  };
  return {
    file,
    report,
    refusal,
    busy,
    overtaken,
    encoding,
    choose: (chosen) => {
      setFile(chosen);
      setReport(undefined);
      setOvertaken(false);
      setEncoding(undefined);
      if (chosen) void show(send(chosen, { dryRun: 'true' }));
    },
    readAs: (as) => {
      setEncoding(as);
      if (file) void show(send(file, { dryRun: 'true', encoding: as }));
    },
    checkAgain: (ask) => {
      setReport(undefined);
      setOvertaken(false);
      if (file) void show(ask(file, { dryRun: 'true', encoding }));
    },
    take: async () => {
      if (file === undefined || report === undefined) return;
      setOvertaken(false);
      setBusy(true);
      const taken = await send(file, { dryRun: 'false', digest: report.digest, encoding });
      const isOther = !taken.ok && taken.error.code === 'conflict';
      await show(isOther ? send(file, { dryRun: 'true', encoding }) : Promise.resolve(taken));
      setOvertaken(isOther);
    },
  };
}
