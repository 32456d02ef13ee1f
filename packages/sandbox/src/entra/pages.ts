import { html, raw } from 'hono/html';

type Html = ReturnType<typeof html>;

/** Pages carry codes and take passwords: nothing may keep them, frame them or run with them. */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'deny',
};

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title} – Waybill sandbox</title></head>
<body><h1>${title}</h1>${body}</body>
</html>`;
}

/** A page that only says something. */
export function messagePage(title: string, message: string): Html {
  return page(title, html`<p>${message}</p>`);
}

export interface SignInForm {
  readonly title: string;
  readonly error?: string | undefined;
  readonly userName?: string | undefined;
  /** What a device shows; `undefined` when no device is involved. */
  readonly userCode?: string | undefined;
  readonly approve: string;
}

/** Asks for user name and password. The form goes back to the address of the page, query and all. */
export function signInPage({ title, error, userName = '', userCode, approve }: SignInForm): Html {
  const code =
    userCode === undefined
      ? ''
      : html`<p><label>Code <input name="user_code" value="${userCode}" autocomplete="off"></label></p>`;
  return page(
    title,
    html`${error === undefined ? '' : html`<p role="alert">${error}</p>`}
<form method="post">${code}
<p><label>User <input name="username" value="${userName}" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button name="action" value="approve">${approve}</button> <button name="action" value="decline">Decline</button></p>
</form>`,
  );
}

/** Hands an answer to the client as a form that sends itself (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(action: string, fields: Readonly<Record<string, string>>): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return page(
    'Working…',
    html`<form method="post" action="${action}">${inputs}<noscript><button>Continue</button></noscript></form>
${raw('<script>document.forms[0].submit()</script>')}`,
  );
}
