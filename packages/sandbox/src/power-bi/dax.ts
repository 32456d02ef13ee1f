import { PowerBiRefusal } from './refusal.ts';

/** The few queries a sandbox can answer: one column, with a number or the size of a table in it. */
const ROW = /^\s*EVALUATE\s+ROW\s*\(\s*"((?:[^"]|"")*)"\s*,\s*(.+?)\s*\)\s*$/is;
const COUNT_ROWS = /^COUNTROWS\s*\(\s*(?:'([^']+)'|(\w+))\s*\)$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;

export type Row = Readonly<Record<string, number>>;

/** Evaluates a DAX query on tables of which only the sizes are known. */
export function evaluateDax(query: string, rowCounts: Readonly<Record<string, number>>): readonly Row[] {
  const [, name, expression] = ROW.exec(query) ?? [];
  if (name === undefined || expression === undefined) throw failed('The sandbox understands EVALUATE ROW(…) only.');
  return [{ [`[${name.replaceAll('""', '"')}]`]: evaluate(expression, rowCounts) }];
}

function evaluate(expression: string, rowCounts: Readonly<Record<string, number>>): number {
  if (NUMBER.test(expression)) return Number(expression);
  const [, quoted, bare] = COUNT_ROWS.exec(expression) ?? [];
  const wanted = (quoted ?? bare)?.toLowerCase();
  const table = Object.entries(rowCounts).find(([name]) => name.toLowerCase() === wanted);
  if (table === undefined) throw failed(`The sandbox cannot evaluate ${expression}.`);
  return table[1];
}

function failed(reason: string): PowerBiRefusal {
  const code = 'DatasetExecuteQueriesError';
  const details = [
    { code: 'DetailsMessage', detail: { type: 1, value: reason } },
    { code: 'AnalysisServicesErrorCode', detail: { type: 1, value: '3239575574' } },
  ];
  return new PowerBiRefusal(400, { body: { error: { code, 'pbi.error': { code, parameters: {}, details } } } });
}
