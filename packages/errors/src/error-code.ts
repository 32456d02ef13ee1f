/**
 * Every code a Waybill error can carry. Codes are part of the public interface: scripts match on them, the program
 * maps them to exit codes, and a code is never reused for another cause.
 */
export type ErrorCode =
  // The command line
  | 'ERR_USAGE'
  // Collections and environments
  | 'ERR_FILE_NOT_FOUND'
  | 'ERR_FILE_UNREADABLE'
  | 'ERR_FILE_UNWRITABLE'
  | 'ERR_FILE_NOT_ALLOWED'
  | 'ERR_YAML_SYNTAX'
  | 'ERR_SCHEMA'
  | 'ERR_TEMPLATE_SYNTAX'
  | 'ERR_JSONPATH_SYNTAX'
  | 'ERR_VARIABLE_UNKNOWN'
  | 'ERR_VARIABLE_CYCLE'
  | 'ERR_ENVIRONMENT_UNKNOWN'
  | 'ERR_IDENTITY_UNKNOWN'
  | 'ERR_REQUEST_UNKNOWN'
  | 'ERR_NEEDS_CYCLE'
  | 'ERR_URL_INVALID'
  | 'ERR_SECRET_MISSING'
  | 'ERR_SECRET_REFUSED'
  | 'ERR_TLS_CONFIGURATION'
  | 'ERR_HOST_NOT_ALLOWED'
  // Signing in
  | 'ERR_AUTH_CONFIGURATION'
  | 'ERR_AUTH_REFUSED'
  | 'ERR_AUTH_RESPONSE_INVALID'
  | 'ERR_AUTH_INTERACTION_REQUIRED'
  | 'ERR_AUTH_UNAVAILABLE'
  | 'ERR_AUTH_TIMEOUT'
  | 'ERR_AUTH_CANCELLED'
  // The token cache
  | 'ERR_CACHE_LOCKED'
  | 'ERR_CACHE_KEY'
  | 'ERR_CACHE_CORRUPT'
  | 'ERR_CACHE_VERSION'
  | 'ERR_CACHE_UNSAFE'
  // The network
  | 'ERR_NETWORK_REFUSED'
  | 'ERR_NETWORK_DNS'
  | 'ERR_NETWORK_TLS'
  | 'ERR_NETWORK_TIMEOUT'
  | 'ERR_NETWORK_FAILED'
  | 'ERR_REDIRECT_LIMIT'
  | 'ERR_RATE_LIMIT'
  | 'ERR_BODY_TOO_LARGE'
  // What a response held
  | 'ERR_BODY_NOT_DECODED'
  | 'ERR_BODY_NOT_JSON'
  | 'ERR_CHECK_LIMIT'
  | 'ERR_CAPTURE_EMPTY'
  | 'ERR_POLL_TIMEOUT'
  | 'ERR_POLL_FAILED'
  // Reports
  | 'ERR_REPORT_INVALID'
  // The sandbox
  | 'ERR_PORT_IN_USE'
  // A run
  | 'ERR_NOT_RECORDED'
  | 'ERR_CANCELLED'
  | 'ERR_INTERNAL';
