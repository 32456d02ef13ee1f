export { REDACTED, Redactor } from './redactor.ts';
export { isSensitiveField, isSensitiveHeader } from './sensitive-names.ts';
