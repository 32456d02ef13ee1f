export { type Cloud, clouds, SANDBOX_URL } from './clouds.ts';
export { type Diagnosis, diagnose, isTokenRefused } from './diagnose.ts';
export { isAppOnly, rolesOfClaims, scopesOfClaims } from './principal.ts';
export { type Evidence, type Refusal, readRefusal } from './refusal.ts';
