export { Body, type BodyNote, type BodyOptions } from './body.ts';
export { type Change, changesBetween } from './changes.ts';
export { displayWidth, toSafeText } from './columns.ts';
export type { LineRange } from './line-map.ts';
export { type Location, Locator, lineRangeOfBytes, locationOf } from './locator.ts';
export type { Match, Place } from './matches.ts';
export { formatPath, type Path, parsePath } from './paths.ts';
export type { Query } from './pattern.ts';
export {
  type ColumnRange,
  type Highlight,
  highlightRow,
  type Row,
  type Token,
  type TokenKind,
  textOfRow,
  widthOfRow,
} from './row.ts';
export { Search, type SearchFailure, type SearchOptions } from './search.ts';
export { type RunTaskOptions, runTask, type Task } from './task.ts';
export { type ValueText, type ValueTextOptions, valueTextOf } from './value-text.ts';
export { View, type WindowOptions } from './view.ts';
