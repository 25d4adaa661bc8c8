import { aHandOver } from './support/hand-over-story.ts';
import { test } from './support/test.ts';

test('all cases of one caseworker become those of another', async ({ page }, { project }) => aHandOver(page, project.name));
