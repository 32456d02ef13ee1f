export { createDispatcher, type DispatcherOptions, type ProxyOptions } from './dispatcher.ts';
export type { HttpRequest, TokenDemand, TokenProvider } from './http-request.ts';
export type { HttpResponse, Redirect, SentRequest, ServerCertificate, Timings } from './http-response.ts';
export { ResponseBody } from './response-body.ts';
export { RestClient, type RestClientOptions } from './rest-client.ts';
