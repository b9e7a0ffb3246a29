/** Remembers a choice in this browser; without storage (a locked-down browser) it is not kept. */
export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`diemcau.${key}`);
    else localStorage.setItem(`diemcau.${key}`, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`diemcau.${key}`) ?? undefined;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return undefined;
  }
}

/** What was remembered as JSON; undefined if that is nothing, or not what it should be. */
export function rememberedAs<T>(key: string, isThat: (value: unknown) => value is T): T | undefined {
  try {
    const found: unknown = JSON.parse(remembered(key) ?? 'null');
    return isThat(found) ? found : undefined;
  } catch (error) {
    // Cut short by a power cut, or written by another version of the page.
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
