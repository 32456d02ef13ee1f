import { decodeJwt } from '@waybill/auth';
import { isAppOnly, rolesOfClaims, scopesOfClaims } from '@waybill/powerbi';
import type { TokenState } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';

/** Who signs in, and what the token says of itself. The token is never among it. */
export function tokenLines(
  token: TokenState | undefined,
  nowMs: number,
  theme: Theme,
  signInKey: string,
): readonly Line[] {
  if (token === undefined) return [plain('This request signs in as nobody.', { dim: true })];
  const row = (name: string, value: string, color?: string): Line => [
    { text: name.padEnd(10), dim: true },
    { text: value, color },
  ];
  const lines: Line[] = [row('identity', `${token.identity} (${token.flow})`)];
  for (const { cause, remedy } of token.findings ?? []) {
    lines.push(row('refused', cause, theme.warning), row('do', remedy));
  }
  if (token.isSigningIn) lines.push(plain('Signing in…', { color: theme.accent }));
  if (token.error !== undefined) {
    lines.push(plain(token.error.message, { color: theme.bad }), plain(token.error.code, { dim: true }));
    if (token.error.hint !== undefined) lines.push(plain(token.error.hint, { color: theme.warning }));
  }
  if (token.token === undefined)
    return token.error || token.isSigningIn
      ? lines
      : [...lines, plain(`Not signed in: ${signInKey} signs in.`, { dim: true })];
  const seconds = Math.round((token.token.expiresOn.getTime() - nowMs) / 1000);
  lines.push(row('expires', countdown(seconds), seconds < 300 ? theme.warning : theme.good));
  lines.push(row('account', token.token.account ?? 'the app itself'));
  const claims = decodeJwt(token.token.token)?.claims;
  if (claims === undefined) return [...lines, row('token', 'opaque')];
  const appOnly = isAppOnly(claims);
  const granted = appOnly ? rolesOfClaims(claims) : scopesOfClaims(claims);
  lines.push(row('kind', appOnly ? 'app-only' : 'delegated'));
  lines.push(row('audience', String(claims.aud)), row('tenant', String(claims.tid)), row('app', String(claims.appid)));
  lines.push(row(appOnly ? 'roles' : 'scopes', granted[0] ?? 'none'));
  for (const more of granted.slice(1)) lines.push(row('', more));
  return lines;
}

function countdown(seconds: number): string {
  if (seconds <= 0) return 'expired';
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return `in ${hours > 0 ? `${hours} h ` : ''}${minutes} min ${seconds % 60} s`;
}
