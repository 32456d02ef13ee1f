import { readFile } from 'node:fs/promises';
import { type CollectionText, type Json, type RequestDefinition, writtenRequest } from '@waybill/collection';

/** The files of a collection as they were when it was loaded: an edit starts from what is shown, or not at all. */
export class LoadedTexts {
  #texts: ReadonlyMap<string, string> = new Map();
  /** By request, as reading YAML takes longer than drawing a frame. */
  readonly #written = new WeakMap<RequestDefinition, Readonly<Record<string, Json>>>();

  /** Reads the files of requests that were just loaded. */
  async read(requests: readonly RequestDefinition[]): Promise<void> {
    const files = [...new Set(requests.map(({ location }) => location.file))];
    // A file that is gone by now has no text, and none of its requests can be edited.
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => undefined)));
    this.#texts = new Map(files.flatMap((file, index) => (texts[index] === undefined ? [] : [[file, texts[index]]])));
  }

  of({ location: { file } }: RequestDefinition): CollectionText | undefined {
    const text = this.#texts.get(file);
    return text === undefined ? undefined : { file, text };
  }

  /** The request as its file has it, with nothing inherited; empty when that is not known. */
  written(request: RequestDefinition): Readonly<Record<string, Json>> {
    const known = this.#written.get(request);
    if (known !== undefined) return known;
    const text = this.of(request);
    const written = text && writtenRequest(text, request.key);
    if (written !== undefined) this.#written.set(request, written);
    return written ?? {};
  }
}
