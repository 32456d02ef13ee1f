export { deadOrigin, type Handler, serve } from './http-server.ts';
export { type ProgramResult, type RunProgramOptions, runProgram } from './run-program.ts';
export { tempDir } from './temp-dir.ts';
