/** A parsed template: text and expressions in turn. */
export type Template = readonly Segment[];

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'expression';
      readonly expression: Expression /** As written, braces included. */;
      readonly source: string;
    };

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly key: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[] }
  | {
      readonly kind: 'filter';
      readonly name: string;
      readonly input: Expression;
      readonly parameters: readonly Expression[];
    };

/** The template language's own complaint; callers turn it into a located error. */
export class TemplateSyntaxError extends Error {
  /** Index in the template of the `{{` whose expression is wrong. */
  readonly offset: number;
  readonly hint: string;

  constructor(message: string, offset: number, hint: string) {
    super(message);
    this.name = 'TemplateSyntaxError';
    this.offset = offset;
    this.hint = hint;
  }
}
