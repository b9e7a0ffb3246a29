/** Only the parts that this project uses; the package has no types. */
declare module 'saxen' {
  type Decode = (text: string) => string;
  export class Parser {
    /** `attributes` returns values as written; `decode` resolves their entities. */
    on(
      event: 'openTag',
      handle: (name: string, attributes: () => Readonly<Record<string, string>>, decode: Decode) => void,
    ): this;
    on(event: 'closeTag', handle: (name: string) => void): this;
    on(event: 'text', handle: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', handle: (text: string) => void): this;
    on(event: 'error', handle: (error: Error) => void): this;
    parse(text: string): void;
  }
}
