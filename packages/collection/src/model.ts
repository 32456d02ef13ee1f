import type { SourceLocation } from '@waybill/errors';
import type { Matcher } from './matcher.ts';
import type { VariableLayer } from './variables.ts';

/** What YAML and JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Steps into a document: mapping keys and list indexes. */
export type Path = readonly (string | number)[];

/** Finds the place of a value in its file: a scalar itself, or the key that introduces a mapping or list. */
export type Locate = (path: Path) => SourceLocation;

/** A file or folder of requests, with everything inherited already merged in. */
export interface Collection {
  readonly name: string;
  readonly description?: string;
  /** The path it was loaded from, as given. */
  readonly path: string;
  /** The folder whose `environments/` belongs to the collection. */
  readonly folder: string;
  /** The folder that its files are in: the outermost that hands something down to it, or its own. */
  readonly root: string;
  /** In file order; files and subfolders by name. */
  readonly requests: readonly RequestDefinition[];
}

/** One request as written, templates not yet rendered. */
export interface RequestDefinition {
  /** Unique in the collection: the key in a single file, `sub/file/key` in a folder. */
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description?: string;
  /** Where the operation is documented. */
  readonly docs?: string;
  /** Names of the folders and the file it stands in, outermost first. */
  readonly trail: readonly string[];
  /** Upper case. */
  readonly method: string;
  /** A template; `baseUrl` is already joined. */
  readonly url: string;
  readonly query: Readonly<Record<string, Json>>;
  /** Inherited ones included; no two names differ only in case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** Name of an identity of the environment. */
  readonly auth: string | undefined;
  /** Where `auth` was written, perhaps in an inherited file. */
  readonly authLocation: SourceLocation | undefined;
  readonly expect: Expectations;
  /** Expectations that only warn when they are not met. */
  readonly warn?: Expectations;
  readonly capture: readonly Capture[];
  /** Full ids. A need may lie in a file whose problems keep its requests out of the collection. */
  readonly needs: readonly string[];
  readonly tags: readonly string[];
  /** Variables of the request, its file and its folders, nearest first. */
  readonly layers: readonly VariableLayer[];
  /** A duration such as `30s`, perhaps with templates. */
  readonly timeout?: string | number;
  /** False for a redirect that is a response like any other. */
  readonly followRedirects?: boolean;
  readonly retry?: Retry;
  /** Keeps it away from the cookies of the run. */
  readonly cookies?: false;
  /** Without it the request is always sent. */
  readonly when?: Condition;
  /** Whether it prepares: it runs first, and nothing else unless it passes. */
  readonly setup?: true;
  /** Whether it cleans up: it runs last, whatever happened before. */
  readonly teardown?: true;
  readonly paginate?: Paging;
  readonly poll?: Poll;
  readonly events?: EventStream;
  /** Where the body of a successful response is saved: a template, relative to the folder of downloads. */
  readonly download?: string;
  readonly location: SourceLocation;
  /**
   * Takes paths relative to the request's mapping, such as `['headers', 'accept']`. `['url']` also finds a URL written
   * as `get: …`; inherited headers, `auth` and `timeout` are found in the file that wrote them.
   */
  readonly locate: Locate;
}

export type RequestBody =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'form'; readonly fields: Readonly<Record<string, Json>> }
  | { readonly kind: 'text'; readonly text: string }
  /** Paths are templates, relative to the folder of the file that wrote them. */
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'multipart'; readonly parts: readonly MultipartPart[] }
  | GraphqlBody;

/** A field of a form, or a file in it; `path` is where it stands below `multipart`. */
export type MultipartPart = { readonly name: string; readonly path: Path } & (
  | { readonly value: Json }
  | { readonly file: string; readonly filename?: string; readonly type?: string }
);

/** A GraphQL request, whose query may stand in a file. */
export interface GraphqlBody {
  readonly kind: 'graphql';
  readonly query: string | { readonly file: string };
  readonly variables?: Json;
  readonly operationName?: string;
}

/** When to stop listening to a stream of server-sent events. */
export interface EventStream {
  /** As many as are read at most. */
  readonly max: number;
  readonly timeoutDuration: string | number;
  /** What the data of the last event holds: JSONPaths, perhaps with templates. All must hold. */
  readonly until: readonly ({ readonly path: string } & LocatedMatcher)[];
  readonly location: SourceLocation;
}

/** What a response must look like. */
export interface Expectations {
  readonly status?: LocatedMatcher;
  /** A duration, such as `5s`. */
  readonly time?: LocatedLimit;
  /** Of the decoded body, such as `10kB`. */
  readonly size?: LocatedLimit;
  /** How long the server's certificate must still be valid, such as `30d`. */
  readonly certificate?: LocatedLimit;
  readonly xml?: XmlExpectations;
  readonly snapshot?: SnapshotExpectation;
  /** For the URL that redirects led to; there is none without a redirect. */
  readonly redirect?: LocatedMatcher;
  readonly headers: readonly ({ readonly name: string } & LocatedMatcher)[];
  /** `path` is a JSONPath, perhaps with templates; undefined stands for the whole text. */
  readonly body: readonly ({ readonly path: string | undefined } & LocatedMatcher)[];
}

/** What XPaths (1.0) must select in an XML body. */
export interface XmlExpectations {
  /** Prefixes that the XPaths use, and what they stand for. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly paths: readonly ({ readonly xpath: string } & LocatedMatcher)[];
}

/** That the body is the one that was stored beside the collection file. */
export interface SnapshotExpectation {
  /** JSONPaths, perhaps with templates, of what is neither stored nor compared. */
  readonly ignore: readonly string[];
  readonly location: SourceLocation;
}

export interface LocatedMatcher {
  readonly matcher: Matcher;
  readonly location: SourceLocation;
}

export interface LocatedLimit {
  readonly operator: '<' | '<=' | '>' | '>=';
  /** An amount with a unit, perhaps a template. */
  readonly limit: string;
  readonly location: SourceLocation;
}

/** A value taken out of a response for later requests. */
export interface Capture {
  readonly name: string;
  readonly from:
    | { readonly kind: 'body'; readonly path: string }
    | { readonly kind: 'header'; readonly name: string }
    | { readonly kind: 'status' };
  /** Whether the value must be redacted everywhere. */
  readonly secret: boolean;
  readonly location: SourceLocation;
}

/** What must hold for a request to be sent. */
export type Condition =
  | { readonly kind: 'template'; readonly template: Json; readonly location: SourceLocation }
  /** All must hold. */
  | { readonly kind: 'variables'; readonly variables: readonly ({ readonly name: string } & LocatedMatcher)[] };

/** When to send a request again that was not answered as expected. */
export interface Retry {
  /** How often at most, after the first time. */
  readonly count: number;
  readonly everyDuration: string | number;
  readonly backoff: 'constant' | 'exponential';
  readonly on: {
    readonly status: Matcher | undefined;
    /** Whether no answer at all is a reason, too. */
    readonly network: boolean;
  };
  /** Whether the request itself asks for it. Only then may an unsafe method be sent twice. */
  readonly isOwn: boolean;
  readonly location: SourceLocation;
}

/** How to fetch a list that comes in pages. */
export interface Paging {
  /** What leads to the next page: `@odata.nextLink`, `continuationUri`, or counting with `$top` and `$skip`. */
  readonly by: 'odata' | 'continuation' | 'skip';
  /** As many as are fetched at most. */
  readonly pages: number;
  /** `$top` of each page; only for `skip`. */
  readonly pageSize: number;
  readonly location: SourceLocation;
}

/** How to wait for a long-running operation. */
export interface Poll {
  /** A template; `baseUrl` is already joined. */
  readonly url: string;
  readonly everyDuration: string | number;
  readonly timeoutDuration: string | number;
  /** All must hold for the wait to end well. */
  readonly until: readonly PollCondition[];
  /** Any of them ends the wait badly. */
  readonly fail: readonly PollCondition[];
  readonly location: SourceLocation;
}

export interface PollCondition {
  readonly target:
    | { readonly kind: 'body'; readonly path: string }
    | { readonly kind: 'status' }
    | { readonly kind: 'header'; readonly name: string };
  readonly matcher: Matcher;
  readonly location: SourceLocation;
}
