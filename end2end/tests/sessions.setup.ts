import { expectSignedIn, sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { test } from './support/test.ts';
import { PASSWORD, sessionOf, USERS, type Role } from './support/users.ts';

// Once for every role, so that no other test has to, and the limits of signing in are not met.
for (const [role, userName] of Object.entries(USERS)) {
  test(`sign in as ${role}`, async ({ page }) => {
    await page.goto(SIGN_IN);
    const told = page.waitForResponse('**/api/choose-script');
    await sendSignIn(page, userName, PASSWORD);
    await expectSignedIn(page);
    // so that every story is told of the page that people have, whose panels are drawn when they are opened
    await told;
    await page.context().storageState({ path: sessionOf(role as Role) });
  });
}
