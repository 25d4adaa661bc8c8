import { beginOne, confirm, decideNothing } from './support/recertification-story.ts';
import { signIn } from './support/sign-in.ts';
import { test } from './support/test.ts';

// both tell of the same organisation at the same time, each of somebody else
const THEIRS: Record<string, string> = {
  'desktop without script': 'Gunnar Viklund',
  'phone without script': 'Birgitta Edman',
};

test('what works in an organisation is looked through', async ({ page }, { project }) => {
  await signIn(page, 'olle.strid');
  await beginOne(page);
  await decideNothing(page);
  await confirm(page, THEIRS[project.name] ?? '', 'Olle Strid');
});
