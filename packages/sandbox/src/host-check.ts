import type { MiddlewareHandler } from 'hono';

/**
 * Refuses a request that was meant for another host: a page in a browser could otherwise reach the sandbox through a
 * name that it lets resolve to 127.0.0.1 (DNS rebinding).
 */
export const onlyLoopbackHost: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
    return context.text('The sandbox answers only to 127.0.0.1 and localhost.', 421);
  }
  return next();
};
