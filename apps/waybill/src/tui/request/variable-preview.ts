import {
  type RenderContext,
  type RequestDefinition,
  referencedVariables,
  renderText,
  resolveVariable,
  type VariableLayer,
} from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { isSensitiveField, REDACTED, type Redactor } from '@waybill/redaction';
import { SecretLayer } from '../../engine/secret-layer.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';

/** What a preview is made from. Nothing is fetched for it: it shows what is known by now. */
export interface PreviewSource {
  readonly request: RequestDefinition;
  readonly context: RenderContext;
  /** What requests capture, known or not yet. */
  readonly requests: readonly RequestDefinition[];
  readonly redactor: Redactor;
  readonly theme: Theme;
}

const LONGEST = 80;

/** A line for each variable in a text: its value, and who gives it. */
export function previewLines(text: string, source: PreviewSource): readonly Line[] {
  // JSON has its quotes escaped, also those inside a template.
  const template = text.replaceAll('\\"', '"');
  if (!template.includes('{{')) return [];
  const names = [...referencedVariables(template)];
  return [...names.map((name) => variableLine(name, source)), ...environmentLines(template, source)];
}

function variableLine(name: string, source: PreviewSource): Line {
  const { request, context, redactor, theme } = source;
  const layer = layerOf(name, context);
  if (layer instanceof SecretLayer) return secretLine(name, layer, theme);
  try {
    const { value, origin } = resolveVariable(name, context, request.location);
    const shown = isSensitiveField(name) ? REDACTED : shortened(redactor.redact(JSON.stringify(value)));
    return plain(`    ${name} = ${shown}  ${origin}`, { dim: true });
  } catch (error) {
    return capturedLaterLine(name, source) ?? problemLine(name, error, source);
  }
}

/** The layer that has a variable, or at least declares it. */
function layerOf(name: string, { layers }: RenderContext): VariableLayer | undefined {
  return layers.find((layer) =>
    layer instanceof SecretLayer ? [...layer.names()].includes(name) : layer.get(name) !== undefined,
  );
}

function secretLine(name: string, layer: SecretLayer, theme: Theme): Line {
  try {
    const isKnown = layer.get(name) !== undefined;
    return plain(`    ${name} = ${isKnown ? REDACTED : 'not read yet'}  ${layer.origin}`, { dim: true });
  } catch (error) {
    const why = error instanceof WaybillError ? error.message : '';
    return plain(`    ${name} is missing: ${why}`, { color: theme.warning });
  }
}

function capturedLaterLine(name: string, { requests }: PreviewSource): Line | undefined {
  const from = requests.find(({ capture }) => capture.some((each) => each.name === name));
  return from && plain(`    ${name} comes from ${from.id}, which has not captured it yet`, { dim: true });
}

function problemLine(name: string, error: unknown, { redactor, theme }: PreviewSource): Line {
  if (!(error instanceof WaybillError)) throw error;
  const nearest = /^Did you mean [^?]+\?/.exec(error.hint ?? '')?.[0] ?? '';
  const text = error.code === 'ERR_VARIABLE_UNKNOWN' ? `${error.message} ${nearest}` : `${name}: ${error.message}`;
  return plain(`    ${redactor.redact(text)}`, { color: theme.warning });
}

/** `{{ env.NAME }}` is no variable of any layer. */
function environmentLines(template: string, { context, redactor, theme }: PreviewSource): readonly Line[] {
  const names = new Set([...template.matchAll(/\{\{[^}]*?\benv\.(\w+)/g)].map(([, name]) => name as string));
  return [...names].map((name) => {
    if (context.env[name] === undefined) {
      return plain(`    The environment variable \`${name}\` is not set.`, { color: theme.warning });
    }
    // Rendering tells the redactor of values that look secret by their name.
    const value = renderText(`{{ env.${name} }}`, context, { file: '', line: 1, column: 1 });
    return plain(`    env.${name} = ${shortened(redactor.redact(JSON.stringify(value)))}  environment variable`, {
      dim: true,
    });
  });
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
