/** One place where two responses differ. */
export interface Difference {
  readonly where: 'status' | 'header' | 'body';
  /** A header's name, a JSONPath, or the lines of a text. */
  readonly title: string;
  readonly lines: readonly DifferenceLine[];
  /** Whether it differs with every response, as ids and times do. */
  readonly isVolatile: boolean;
}

export interface DifferenceLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** What was before and is after; undefined for what is missing on one side. */
export function linesBetween(before: string | undefined, after: string | undefined): readonly DifferenceLine[] {
  return [
    ...(before === undefined ? [] : [{ sign: '-', text: before } as const]),
    ...(after === undefined ? [] : [{ sign: '+', text: after } as const]),
  ];
}

const ID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} /;

/** Whether a value is an id or a point in time. */
export function looksVolatile(value: unknown): boolean {
  return typeof value === 'string' && [ID, TIME, HTTP_DATE].some((shape) => shape.test(value));
}
