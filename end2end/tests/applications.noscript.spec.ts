import { tellOfAnApplication } from './support/application-story.ts';
import { signIn } from './support/sign-in.ts';
import { test } from './support/test.ts';

// both tell of the same organisation at the same time, each of somebody else
const APPLICANTS: Record<string, [string, string]> = {
  'desktop without script': ['mikael.oberg', 'Mikael Öberg'],
  'phone without script': ['leila.haddad', 'Leila Haddad'],
};

test('a role is applied for, refused and answered', async ({ page, openElsewhere }, { project }) => {
  const [userName, name] = APPLICANTS[project.name] ?? ['', ''];
  const decider = await openElsewhere('accessAdministrator');
  await signIn(page, userName);
  await tellOfAnApplication(page, decider, name);
});
