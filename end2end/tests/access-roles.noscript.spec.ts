import { tellOfAnImport, tellOfARole } from './support/access-role-story.ts';
import { test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator' });

test('users are pasted, looked at and saved', async ({ page }) => {
  await tellOfAnImport(page);
});

test('a role is made, given, prolonged, copied, changed and withdrawn', async ({ page }) => {
  await tellOfARole(page);
});
