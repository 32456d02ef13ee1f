/** Who signs in on the pages of the sandbox. */
export interface Credentials {
  readonly userPrincipalName: string;
  readonly password: string;
}

/** Does what a person and a browser do with an authorization URL; returns the page the program answers with. */
export async function signInOnPage(url: string, { userPrincipalName, password }: Credentials): Promise<string> {
  const page = await post(url, { username: userPrincipalName, password, action: 'approve' });
  const form = readForm(await page.text());
  return (await post(form.action, form.fields)).text();
}

/** Enters a device code and agrees. */
export async function enterDeviceCode(url: string, userCode: string, credentials: Credentials): Promise<void> {
  const { userPrincipalName: username, password } = credentials;
  await post(url, { user_code: userCode, username, password, action: 'approve' });
}

function post(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
}

/** The form that a page would send by itself. */
function readForm(page: string): { readonly action: string; readonly fields: Record<string, string> } {
  const decode = (text = '') =>
    text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1];
  if (action === undefined) throw new Error(`There is no form on the page:\n${page}`);
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: decode(action),
    fields: Object.fromEntries(inputs.map(([, name, value]) => [decode(name), decode(value)])),
  };
}
