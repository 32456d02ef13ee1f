import type { Context } from 'hono';
import { invalidRequest } from './refusal.ts';

/** The JSON object a request carries; an empty body stands for an empty object. */
export async function readJson(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const text = await context.req.text();
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below, like every other body that is no object.
  }
  throw invalidRequest('The request body is not a JSON object.', 'BadRequest');
}
