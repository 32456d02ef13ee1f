/** What everybody who signs in with a password should know once. */
export const PASSWORD_WARNING =
  'A password cannot pass multi-factor authentication, and Microsoft advises against this flow. Use device-code or authorization-code for people, and a certificate, federation or secret for programs.';
