export type { HttpRequest, TokenDemand, TokenProvider } from './http-request.ts';
export type { HttpResponse, Redirect, SentRequest, Timings } from './http-response.ts';
export { ResponseBody } from './response-body.ts';
export { RestClient, type RestClientOptions } from './rest-client.ts';
