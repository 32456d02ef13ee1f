import type { DeviceCode, Interaction } from '../index.ts';

/** Who signs in, and whether they agree. */
export interface PersonOptions {
  readonly userPrincipalName: string;
  readonly password: string;
  readonly declines?: boolean;
}

/** Somebody in front of a browser: reads pages, fills in forms, and sends what a page would send by itself. */
export function person({ userPrincipalName: username, password, declines = false }: PersonOptions) {
  const seen = { urls: [] as string[], codes: [] as DeviceCode[], pages: [] as Response[] };
  const credentials = { username, password, action: declines ? 'decline' : 'approve' };
  const submit = (url: string, fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  const browse = async (url: string): Promise<void> => {
    seen.urls.push(url);
    const answer = await submit(url, credentials);
    const location = answer.headers.get('location');
    seen.pages.push(location === null ? await sendForm(await answer.text()) : await fetch(location));
  };
  const interaction: Interaction = {
    // As a real browser, it does not make the program wait.
    openBrowser: async (url) => void browse(url),
    showSignInUrl: (url) => void seen.urls.push(url),
    showDeviceCode: (code) => {
      seen.codes.push(code);
      void submit(code.verificationUri, { ...credentials, user_code: code.userCode });
    },
  };
  return { interaction, browse, seen };
}

function sendForm(page: string): Promise<Response> {
  const decode = (text = '') =>
    text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1];
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const body = new URLSearchParams(inputs.map(([, name, value]): [string, string] => [decode(name), decode(value)]));
  return fetch(decode(action), { method: 'POST', body });
}
