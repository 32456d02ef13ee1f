import { STAY_IN_RUN } from '../runs/run-commands.ts';
import type { Session } from '../session.ts';
import { clamp } from '../state/selection.ts';
import type { Layer, State } from '../state/state.ts';
import { isChoice } from '../targets/choice-layer.ts';
import { openJump, pressJump } from '../targets/jump.ts';
import type { Command, CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { editText } from './edit-text.ts';
import { keysOf } from './keymap.ts';
import { paletteCommands } from './palette-commands.ts';

const HELP_PAGE = 10;

/** Handles one key: the layer on top has it first, then the focused pane, then everything else. */
export async function dispatchKey(key: string, context: CommandContext): Promise<void> {
  const { session } = context;
  if (key === 'ctrl+c') return context.quit();
  const { layer } = session.store.state();
  // Nothing is done that nobody can see, but leaving.
  if (!context.isVisible()) {
    if (commandOf(key, session.store.state())?.id === 'app.quit') context.quit();
    return;
  }
  if (layer !== undefined) return dispatchToLayer(key, layer, context);
  if (key === 'escape') return back(session);
  const command = commandOf(key, session.store.state());
  if (command !== undefined) await runCommand(command, context);
}

/** What a key means in the focused pane. */
function commandOf(key: string, state: State): Command | undefined {
  // A run takes the place of all panes, and is worked like the list of requests.
  const pane = state.view === 'run' ? 'collection' : state.focus;
  return COMMANDS.find((each) => keysOf(each, state).includes(key) && (each.panes?.includes(pane) ?? true));
}

/** Runs a command, or says why it cannot be. */
async function runCommand(command: Command, context: CommandContext): Promise<void> {
  const { store } = context.session;
  const reason = command.disabled?.(store.state());
  store.update({ message: reason ?? '' });
  if (reason !== undefined) return;
  if (!STAY_IN_RUN.has(command.id)) store.update({ view: 'panes' });
  await command.run(context);
}

/** Escape always backs out: of what is under way, the filter, the zoom, an error. */
function back(session: Session): void {
  const { running, view, focus, filter, isZoomed, notices } = session.store.state();
  if (running.size > 0) session.cancel();
  else if (view === 'run') session.store.update({ view: 'panes' });
  else if (focus === 'response' && session.responseDesk.backOut()) return;
  else if (filter !== '') session.store.update({ filter: '', cursor: 0 });
  else if (isZoomed) session.store.update({ isZoomed: false });
  else session.store.update({ notices: notices.slice(1) });
}

async function dispatchToLayer(key: string, layer: Layer, context: CommandContext): Promise<void> {
  const { session } = context;
  if (layer.kind === 'jump') return pressJump(key, layer, context);
  // A key that types nothing may jump within a list as well.
  const isTyped = [...key].length === 1;
  if (isChoice(layer) && !isTyped && commandOf(key, session.store.state())?.id === 'jump.open') {
    return session.store.state().isReader ? undefined : openJump(context);
  }
  if (layer.kind === 'sign-in' || layer.kind === 'prompt') return session.desk.press(key);
  if (layer.kind === 'history') return session.history.press(key, layer);
  if (layer.kind === 'compare-choice') return session.compareDesk.pressChoice(key, layer);
  if (layer.kind === 'compare') return session.compareDesk.press(key, layer);
  if (layer.kind === 'body-prompt') return session.responseDesk.pressPrompt(key, layer);
  if (layer.kind === 'save') return session.responseDesk.pressSave(key, layer);
  if (layer.kind === 'request-edit') return session.requestDesk.pressEdit(key, layer);
  if (layer.kind === 'request-remove') return session.requestDesk.pressRemove(key, layer);
  if (layer.kind === 'new-body') return session.requestDesk.pressNewBody(key, layer);
  const close = () => session.store.update({ layer: undefined });
  if (key === 'escape') {
    if (layer.kind === 'filter') session.store.update({ filter: '', cursor: 0 });
    return close();
  }
  switch (layer.kind) {
    case 'help':
      return scrollHelp(key, layer.first, session);
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

/** Moves through the help; any other key closes it. */
function scrollHelp(key: string, first: number, session: Session): void {
  const step = { up: -1, k: -1, down: 1, j: 1, pageup: -HELP_PAGE, pagedown: HELP_PAGE }[key];
  const moved = step === undefined ? undefined : clamp(first + step, COMMANDS.length);
  session.store.update({ layer: moved === undefined ? undefined : { kind: 'help', first: moved } });
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

function chooseEnvironment(key: string, index: number, session: Session): void {
  const { environments } = session.store.state();
  const step = { up: -1, k: -1, down: 1, j: 1 }[key];
  if (step !== undefined) {
    session.store.update({ layer: { kind: 'environments', index: clamp(index + step, environments.length) } });
  } else if (key === 'enter') {
    session.store.update({ layer: undefined });
    void session.selectEnvironment(environments[index]);
  }
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
