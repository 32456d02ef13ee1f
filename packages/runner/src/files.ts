/** Where the requests of a run may read and write files. */
export interface FileAccess {
  /** The folder of the collection: what is in it may be sent. */
  readonly root: string;
  /** Whether every other file of this machine may be sent, too. */
  readonly allowOutside: boolean;
  /** Where downloads go, and nowhere else. */
  readonly downloads: string;
}
