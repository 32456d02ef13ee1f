import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FolderWatch } from '../../platform/folder-watch.ts';
import type { Session } from '../session.ts';

/** Reloads the collection when one of its files changes; returns what stops it. */
export function followFiles(session: Session, collection: string): () => void {
  let isWaiting = false;
  // What is typed belongs to the file as it was: saving it must still be able to tell that the file changed.
  const isTyping = () => session.store.state().layer?.kind === 'request-edit';
  const reload = () => {
    isWaiting = isTyping();
    if (!isWaiting) void session.load();
  };
  const watch = new FolderWatch(reload);
  const home = isFolder(collection) ? resolve(collection) : dirname(resolve(collection));
  let known: unknown;
  const follow = () => {
    if (isWaiting && !isTyping()) reload();
    const { requests } = session.store.state();
    if (requests === known) return;
    known = requests;
    const folders = requests.map(({ location }) => dirname(resolve(location.file)));
    watch.follow(new Set([home, join(home, 'environments'), ...folders]));
  };
  follow();
  const unsubscribe = session.store.subscribe(follow);
  return () => {
    unsubscribe();
    watch.close();
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
