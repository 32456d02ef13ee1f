import type { AccessToken } from '@waybill/auth';
import type { RequestDefinition } from '@waybill/collection';
import type { Finding, RequestResult } from '@waybill/runner';
import type { CompareChoiceLayer, CompareLayer } from '../compare/compare-layer.ts';
import type { HistoryLayer } from '../history/history-layer.ts';
import type { Keymap } from '../keys/keymap.ts';
import type { NewBodyLayer } from '../request/new-body.ts';
import type { RequestEditLayer, RequestRemoveLayer } from '../request/request-layers.ts';
import type { BodyPromptLayer, SaveLayer } from '../response/body-layers.ts';
import type { Running } from '../runs/run-progress.ts';
import type { RunView } from '../runs/run-view.ts';
import type { PromptLayer, SignInLayer } from '../sign-in/sign-in-layer.ts';
import type { JumpLayer } from '../targets/jump-layer.ts';
import type { Background } from '../theme/background.ts';

export const PANES = ['collection', 'request', 'token', 'response'] as const;
export type PaneId = (typeof PANES)[number];

export const REQUEST_TABS = ['URL', 'Headers', 'Body', 'Auth', 'Expect'] as const;
export const RESPONSE_TABS = ['Body', 'Headers', 'Checks', 'Timing'] as const;

/** An error as it is shown: it stays until it is dismissed. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly place?: string | undefined;
}

/** What is known of the token of one identity. */
export interface TokenState {
  readonly identity: string;
  readonly flow: string;
  readonly isSigningIn: boolean;
  readonly token?: AccessToken | undefined;
  readonly error?: Notice | undefined;
  /** Why the last request that signed in as it was refused. */
  readonly findings?: readonly Finding[] | undefined;
}

/** What lies above the panes and takes all keys. */
export type Layer =
  | { readonly kind: 'help'; readonly first: number }
  | { readonly kind: 'palette'; readonly query: string; readonly index: number }
  | { readonly kind: 'environments'; readonly index: number }
  | SignInLayer
  | PromptLayer
  | HistoryLayer
  | CompareChoiceLayer
  | CompareLayer
  | { readonly kind: 'filter' }
  | BodyPromptLayer
  | SaveLayer
  | RequestEditLayer
  | RequestRemoveLayer
  | NewBodyLayer
  | JumpLayer
  | { readonly kind: 'confirm'; readonly text: string; readonly commandId: string };

/** Everything the screen shows. */
export interface State {
  readonly title: string;
  readonly requests: readonly RequestDefinition[];
  readonly environments: readonly string[];
  readonly environment: string | undefined;
  readonly isProtected: boolean;
  readonly focus: PaneId;
  readonly isZoomed: boolean;
  /** Position in the filtered list of requests. */
  readonly cursor: number;
  readonly filter: string;
  readonly requestTab: number;
  readonly responseTab: number;
  readonly scroll: Readonly<Record<PaneId, number>>;
  readonly results: ReadonlyMap<string, RequestResult>;
  /** What is under way, by request id. */
  readonly running: ReadonlyMap<string, Running>;
  /** What is between header and footer. */
  readonly view: 'panes' | 'run';
  /** The last run of more than one request. */
  readonly run: RunView | undefined;
  /** By identity; one that is not here does not exist in the environment. */
  readonly tokens: ReadonlyMap<string, TokenState>;
  readonly layer: Layer | undefined;
  readonly notices: readonly Notice[];
  /** Keys that somebody chose in place of a command's own. */
  readonly keymap: Keymap;
  /** Whether the terminal reports clicks and the wheel. */
  readonly hasMouse: boolean;
  /** Whether the screen is read aloud, line by line. */
  readonly isReader: boolean;
  /** Counts how often a reader asked for a whole pane. */
  readonly readings: number;
  /** What the terminal's colours have to be read on, if it is known. */
  readonly background: Background | undefined;
  /** One line about what just happened. */
  readonly message: string;
}

export const INITIAL_STATE: State = {
  title: 'Waybill',
  requests: [],
  environments: [],
  environment: undefined,
  isProtected: false,
  focus: 'collection',
  isZoomed: false,
  cursor: 0,
  filter: '',
  requestTab: 0,
  responseTab: 0,
  scroll: { collection: 0, request: 0, token: 0, response: 0 },
  results: new Map(),
  running: new Map(),
  view: 'panes',
  run: undefined,
  tokens: new Map(),
  layer: undefined,
  notices: [],
  keymap: new Map(),
  hasMouse: false,
  isReader: false,
  readings: 0,
  background: undefined,
  message: '',
};
