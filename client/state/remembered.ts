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
