import type { Session } from '../session.ts';
import { clamp } from '../state/selection.ts';
import type { Layer } from '../state/state.ts';
import { COMMANDS, type Command, type CommandContext } from './commands.ts';

/** Handles one key: the layer on top has it first, then the focused pane, then everything else. */
export async function dispatchKey(key: string, context: CommandContext): Promise<void> {
  const { session } = context;
  const { layer, focus } = session.store.state();
  if (layer !== undefined) return dispatchToLayer(key, layer, context);
  if (key === 'escape') return back(session);
  const command = COMMANDS.find(
    ({ keys, panes }) => keys.includes(key) && (panes === undefined || panes.includes(focus)),
  );
  if (command !== undefined) await runCommand(command, context);
}

/** Runs a command, or says why it cannot be. */
async function runCommand(command: Command, context: CommandContext): Promise<void> {
  const { store } = context.session;
  const reason = command.disabled?.(store.state());
  store.update({ message: reason ?? '' });
  if (reason === undefined) await command.run(context);
}

/** Escape always backs out: of what is under way, the filter, the zoom, an error. */
function back(session: Session): void {
  const { running, filter, isZoomed, notices } = session.store.state();
  if (running.size > 0) session.cancel();
  else if (filter !== '') session.store.update({ filter: '', cursor: 0 });
  else if (isZoomed) session.store.update({ isZoomed: false });
  else session.store.update({ notices: notices.slice(1) });
}

async function dispatchToLayer(key: string, layer: Layer, context: CommandContext): Promise<void> {
  const { session } = context;
  const close = () => session.store.update({ layer: undefined });
  if (key === 'escape') {
    if (layer.kind === 'filter') session.store.update({ filter: '', cursor: 0 });
    return close();
  }
  switch (layer.kind) {
    case 'help':
      return close();
    case 'confirm':
      return key === 'y' ? confirm(layer.commandId, context) : close();
    case 'filter':
      return editFilter(key, session);
    case 'environments':
      return chooseEnvironment(key, layer.index, session);
    case 'palette':
      return actOnPalette(key, layer, context);
  }
}

async function confirm(commandId: string, context: CommandContext): Promise<void> {
  await COMMANDS.find(({ id }) => id === commandId)?.run(context);
}

function editFilter(key: string, session: Session): void {
  const { filter, cursor } = session.store.state();
  if (key === 'enter') session.store.update({ layer: undefined });
  else if (key === 'up' || key === 'down')
    session.store.update({ cursor: Math.max(0, cursor + (key === 'up' ? -1 : 1)) });
  else session.store.update({ filter: editText(filter, key), cursor: 0 });
}

/** A text after a key: it grows, shrinks, or stays as it is. */
function editText(text: string, key: string): string {
  if (key === 'backspace')
    return [...new Intl.Segmenter().segment(text)]
      .slice(0, -1)
      .map(({ segment }) => segment)
      .join('');
  if (key === 'ctrl+u') return '';
  return isPrintable(key) ? text + key : text;
}

function isPrintable(key: string): boolean {
  return [...new Intl.Segmenter().segment(key)].length === 1;
}

async function chooseEnvironment(key: string, index: number, session: Session): Promise<void> {
  const { environments } = session.store.state();
  const step = { up: -1, k: -1, down: 1, j: 1 }[key];
  if (step !== undefined) {
    session.store.update({ layer: { kind: 'environments', index: clamp(index + step, environments.length) } });
  } else if (key === 'enter') {
    session.store.update({ layer: undefined });
    await session.selectEnvironment(environments[index]);
  }
}

/** Commands whose title holds what was typed. */
export function paletteCommands(query: string): readonly Command[] {
  const wanted = query.toLowerCase();
  return COMMANDS.filter(({ id, title }) => `${title} ${id}`.toLowerCase().includes(wanted));
}

async function actOnPalette(key: string, layer: Layer & { kind: 'palette' }, context: CommandContext): Promise<void> {
  const { store } = context.session;
  const found = paletteCommands(layer.query);
  if (key === 'up' || key === 'down') {
    store.update({ layer: { ...layer, index: clamp(layer.index + (key === 'up' ? -1 : 1), found.length) } });
  } else if (key === 'enter') {
    const command = found[layer.index];
    store.update({ layer: undefined });
    if (command !== undefined) await runCommand(command, context);
  } else {
    store.update({ layer: { ...layer, query: editText(layer.query, key), index: 0 } });
  }
}
