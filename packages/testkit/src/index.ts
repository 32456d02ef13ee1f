export { findChromium } from './browser.ts';
export { type KeyAndCertificate, makeKeyAndCertificate } from './certificate.ts';
export {
  deadOrigin,
  type Handler,
  type StreamHandler,
  serve,
  serveStreams,
  serveTls,
  type TlsServerOptions,
} from './http-server.ts';
export { type RecordingProxy, recordingProxy } from './recording-proxy.ts';
export { runProgram } from './run-program.ts';
export { DARK, LIGHT, type Palette } from './screen-svg.ts';
export { enterDeviceCode, signInOnPage } from './sign-in-pages.ts';
export { tempDir } from './temp-dir.ts';
export { openTerminal, PROGRAM, Terminal } from './terminal.ts';
export { sandboxSeed, startTestSandbox } from './test-sandbox.ts';
