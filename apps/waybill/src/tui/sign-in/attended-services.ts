import type { RunnerServices } from '@waybill/runner';
import type { Engine } from '../../engine/engine.ts';
import type { SignInDesk } from './sign-in-desk.ts';

/** Services whose sign-ins are shown at the desk, and leave it when they are done. */
export function attendedServices({ services, tokens }: Engine, desk: SignInDesk): RunnerServices {
  const tokenProvider: RunnerServices['tokenProvider'] = (identity) => {
    const provider = services.tokenProvider(identity);
    return {
      ...provider,
      getToken: (options) => desk.during(identity, tokens, () => provider.getToken(options)),
    };
  };
  return { ...services, tokenProvider };
}
