/** A line that is typed at the foot of the screen while the response pane stays in sight. */
export interface BodyPromptLayer {
  readonly kind: 'body-prompt';
  readonly purpose: 'search' | 'jsonpath' | 'save';
  readonly text: string;
}

/** Asks how a body shall be saved. */
export interface SaveLayer {
  readonly kind: 'save';
  readonly file: string;
  readonly replaces: boolean;
}
