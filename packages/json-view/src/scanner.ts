/** Where a body stops being JSON, and why. */
export interface Breakage {
  /** Byte offset. */
  offset: number;
  message: string;
}

/** Finds the beginnings of lines and adds them to an index. */
export interface Scanner {
  /** Byte offset up to which the body is scanned. */
  readonly position: number;
  /** Scans about up to `until`; returns whether the body is scanned to its end, or where it is broken. */
  scan(until: number): boolean | Breakage;
}
