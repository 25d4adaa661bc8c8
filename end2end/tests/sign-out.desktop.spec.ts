import { LIST } from './support/list.ts';
import { expireSession, signIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { LEAVER } from './support/users.ts';

test('signing out in one window ends the access of the others', async ({ page, context, problems }) => {
  await signIn(page, LEAVER);
  const other = await context.newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Logga ut' }).click();
  await expect(other).toHaveURL(SIGN_IN);

  await page.goto(LIST);
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(LIST)}`);
  expect(problems).toEqual([]);
});

test('whoever signs out of a session that has expired is asked to sign in', async ({ page }) => {
  await signIn(page, LEAVER);
  await expireSession(page);
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page).toHaveURL(SIGN_IN);
});
