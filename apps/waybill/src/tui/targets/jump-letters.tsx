import { Box, Text } from 'ink';
import { labelled } from './jump.ts';
import type { Target } from './target.ts';

export interface JumpLettersProps {
  readonly targets: readonly Target[];
  readonly typed: string;
}

/** The letters on what one can go to; those that can't be meant any more are gone. */
export function JumpLetters({ targets, typed }: JumpLettersProps) {
  return labelled(targets)
    .filter(({ label }) => label.startsWith(typed))
    .map(({ label, area, place }) => (
      <Box
        key={label}
        position="absolute"
        marginLeft={area.left + (place.kind === 'pane' ? 1 : 0)}
        marginTop={area.top}
      >
        <Text bold inverse>{`(${label})`}</Text>
      </Box>
    ));
}
