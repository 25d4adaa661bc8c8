import { aNotice, aPlan } from './support/plan-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a plan is written, guarded, evaluated and removed', async ({ page }, { project }) => aPlan(page, project.name));
test('a notice from a school becomes a contact, or is put aside', async ({ page }, { project }) => aNotice(page, project.name));
