/** What one AADSTS number means and what a person can do about it. */
export interface AadstsEntry {
  readonly meaning: string;
  readonly remedy: string;
}

const SIGN_IN_AGAIN = 'Sign in again; the old grant cannot be revived.';
const INTERACTIVE = 'Sign in with a browser or device code, or use a service principal for unattended runs.';

/**
 * Entra's error numbers that people who integrate with Power BI meet.
 * Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes".
 */
export const aadsts: Readonly<Record<number, AadstsEntry>> = {
  28002: {
    meaning: 'The scope is not valid when the code is redeemed.',
    remedy: 'Ask for scopes of one resource only.',
  },
  50011: {
    meaning: 'The redirect URI is not registered for the app.',
    remedy: 'Add http://localhost under Authentication > Mobile and desktop applications; any port matches.',
  },
  50013: {
    meaning: 'The assertion is not valid.',
    remedy: 'Send an access token whose audience is this very app, unchanged and not expired.',
  },
  50020: {
    meaning: 'The user belongs to another tenant and is not a guest here.',
    remedy: "Use the user's home tenant as tenantId, or invite the user as a guest.",
  },
  50034: {
    meaning: 'The user does not exist in this tenant.',
    remedy: 'Check the sign-in name and the tenantId; a guest needs the tenant that invited them.',
  },
  50053: {
    meaning: 'The account is locked, or the sign-in came from an address with a bad record.',
    remedy: 'Stop retrying, wait, and look at the sign-in log in the Entra portal.',
  },
  50055: { meaning: 'The password has expired.', remedy: 'Sign in once in a browser and change it.' },
  50057: { meaning: 'The account is disabled.', remedy: 'An administrator has to enable it.' },
  50058: {
    meaning: 'Nobody is signed in, and the page may not ask.',
    remedy: 'Remove `prompt: none` from the identity.',
  },
  50059: {
    meaning: 'Nothing says which tenant the request is for.',
    remedy: 'Set tenantId to the tenant; an app signs in at its own.',
  },
  50076: { meaning: 'Multi-factor authentication is required.', remedy: INTERACTIVE },
  50079: {
    meaning: 'The user has to register for multi-factor authentication first.',
    remedy: 'Sign in once in a browser and finish the registration. A password alone cannot pass this.',
  },
  50105: {
    meaning: 'The user is not assigned to the enterprise application.',
    remedy: 'Assign the user or a group, or switch off "Assignment required" in the enterprise application.',
  },
  50126: {
    meaning: 'The user name or the password is wrong.',
    remedy:
      'Check both before trying again: repeated failures lock the account. Federated users cannot use a password here.',
  },
  50158: { meaning: 'An external security challenge was not met.', remedy: INTERACTIVE },
  50173: { meaning: 'The grant was revoked, by a password change or an administrator.', remedy: SIGN_IN_AGAIN },
  50194: {
    meaning: 'A single-tenant app was used on the /common endpoint.',
    remedy: 'Set tenantId to the tenant of the app registration.',
  },
  53003: {
    meaning: 'Conditional Access blocked the sign-in.',
    remedy: 'Use a device, place or network the policy allows, or ask an administrator which policy it was.',
  },
  54005: { meaning: 'The authorization code was used before.', remedy: 'Start the sign-in again.' },
  65001: {
    meaning: 'Nobody has consented to this app for this resource.',
    remedy: 'Grant consent in the app registration under API permissions, or sign in once in a browser.',
  },
  65004: {
    meaning: 'The user declined to consent.',
    remedy: 'Sign in again and accept, or have an administrator consent.',
  },
  70003: { meaning: 'The grant type is not supported.', remedy: 'Check the flow of the identity.' },
  70008: { meaning: 'The refresh token has expired or was revoked.', remedy: SIGN_IN_AGAIN },
  70011: {
    meaning: 'The scope is not valid.',
    remedy: 'Use <resource>/.default, or full scope names of a single resource, but not both together.',
  },
  70016: { meaning: 'The device code was not confirmed yet.', remedy: 'Finish the sign-in in the browser.' },
  70018: { meaning: 'The device code is wrong.', remedy: 'Start the sign-in again and enter the new code.' },
  70019: {
    meaning: 'The device code has expired.',
    remedy: 'Start the sign-in again and enter the code within 15 minutes.',
  },
  70020: {
    meaning: 'The device code has expired.',
    remedy: 'Start the sign-in again and enter the code within 15 minutes.',
  },
  70021: {
    meaning: 'No federated identity credential matches the assertion.',
    remedy:
      'Compare issuer, subject and audience of the assertion with the federated credential of the app registration.',
  },
  70043: { meaning: 'A sign-in frequency policy ended the session.', remedy: SIGN_IN_AGAIN },
  90002: {
    meaning: 'The tenant was not found.',
    remedy: 'Check tenantId for a typing error, and that the cloud is the one the tenant lives in.',
  },
  90008: {
    meaning: 'The app asks for a token for itself without consent.',
    remedy: 'Ask for the Power BI resource: https://analysis.windows.net/powerbi/api/.default.',
  },
  90009: {
    meaning: 'The app asks for a token for itself by its URI.',
    remedy: 'Ask for the Power BI resource: https://analysis.windows.net/powerbi/api/.default.',
  },
  90014: {
    meaning: 'A required field is missing.',
    remedy: 'Entra names the field in its message; add it to the identity.',
  },
  90033: { meaning: 'Entra is temporarily unavailable.', remedy: 'Wait and try again.' },
  90038: { meaning: 'The tenant lives in another national cloud.', remedy: 'Set `cloud` of the environment to it.' },
  90051: {
    meaning: 'The national cloud is not valid for this app.',
    remedy: 'Set `cloud` of the environment to the cloud of the app.',
  },
  90055: { meaning: 'The tenant is throttled.', remedy: 'Wait and try again, less often.' },
  90072: {
    meaning: 'The external account does not exist in this tenant.',
    remedy: "Invite the user as a guest, or use the user's own tenant.",
  },
  90090: { meaning: 'Entra could not finish the request in time.', remedy: 'Wait and try again.' },
  90094: { meaning: 'An administrator has to consent.', remedy: 'Ask an administrator to grant consent for the app.' },
  90095: {
    meaning: 'An administrator has to approve the request for consent.',
    remedy: 'Ask an administrator to approve it.',
  },
  240002: {
    meaning: 'The assertion is an id token.',
    remedy: 'Send an access token that was issued for the middle-tier app.',
  },
  500011: {
    meaning: 'The resource is not known in this tenant.',
    remedy:
      'Use https://analysis.windows.net/powerbi/api exactly, with no slash before /.default. Somebody in the tenant must have signed up for Power BI.',
  },
  500133: { meaning: 'The assertion has expired.', remedy: 'Get a new user token and exchange that.' },
  501481: { meaning: 'The code verifier does not fit the challenge.', remedy: 'Start the sign-in again.' },
  650057: {
    meaning: "The resource is not among the app's API permissions.",
    remedy: 'Add "Power BI Service" under API permissions of the app registration.',
  },
  700016: {
    meaning: 'The app was not found in this tenant.',
    remedy: 'Check clientId, tenantId and cloud; an app of another tenant needs consent here first.',
  },
  700022: { meaning: 'The scopes belong to several resources.', remedy: 'Ask for one resource at a time.' },
  700024: {
    meaning: 'The client assertion is not within its valid time.',
    remedy: 'Check the clock of this machine.',
  },
  700025: {
    meaning: 'The app is a public client and must not send a secret.',
    remedy: 'Remove clientSecret from the identity.',
  },
  700027: {
    meaning: 'The signature of the client assertion is not valid.',
    remedy: 'Check that this certificate is uploaded to the app registration, and the clock of this machine.',
  },
  700082: { meaning: 'The refresh token was not used for 90 days and has expired.', remedy: SIGN_IN_AGAIN },
  700211: {
    meaning: 'No federated identity credential has the issuer of the assertion.',
    remedy: "Compare the assertion's `iss` with the federated credential of the app registration.",
  },
  700212: {
    meaning: 'No federated identity credential has the audience of the assertion.',
    remedy: "The assertion's `aud` should be api://AzureADTokenExchange.",
  },
  700213: {
    meaning: 'No federated identity credential has the subject of the assertion.',
    remedy: "Compare the assertion's `sub` (repository, branch or environment) with the federated credential.",
  },
  900023: {
    meaning: 'The tenant is neither a GUID nor a domain.',
    remedy: 'Set tenantId to the Directory (tenant) ID.',
  },
  900144: {
    meaning: 'A required field is missing.',
    remedy: 'Entra names the field in its message; add it to the identity.',
  },
  900382: { meaning: 'The app lives in another national cloud.', remedy: 'Set `cloud` of the environment to it.' },
  900432: {
    meaning: 'A confidential client cannot sign in across clouds.',
    remedy: 'Register the app in the cloud of the tenant.',
  },
  901002: {
    meaning: 'The v2 endpoint does not take `resource`.',
    remedy: 'Use `scope`, or `endpoint: v1` for a password identity.',
  },
  1002012: {
    meaning: 'The scope of an app that signs in as itself must end in /.default.',
    remedy: 'Set scope to <resource>/.default.',
  },
  7000112: { meaning: 'The app is disabled.', remedy: 'An administrator has to enable the enterprise application.' },
  7000215: {
    meaning: 'The client secret is wrong.',
    remedy:
      "Use the secret's Value, not its Secret ID, of this very app registration; it is shown only once, when it is made.",
  },
  7000218: {
    meaning: 'A client secret or assertion is required.',
    remedy: 'Add clientSecret, or switch on "Allow public client flows" under Authentication of the app registration.',
  },
  7000222: {
    meaning: 'The client secret has expired.',
    remedy: 'Make a new one under Certificates & secrets and store it where the environment reads it.',
  },
  9001023: {
    meaning: 'This flow is not possible on /common or /consumers.',
    remedy: 'Set tenantId to the tenant, or to `organizations`.',
  },
  9002313: { meaning: 'The request is malformed.', remedy: 'It must be form-encoded, and encoded only once.' },
};
