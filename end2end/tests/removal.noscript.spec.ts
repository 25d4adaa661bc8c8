import { aRemoval } from './support/removal-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'administrator' });

test('a closed case is deleted', async ({ page }, { project }) => aRemoval(page, project.name));
