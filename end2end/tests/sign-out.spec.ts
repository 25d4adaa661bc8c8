import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { signIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { LEAVER } from './support/users.ts';

test('signing out ends the access: Back shows nothing, and the old cookie opens nothing', async ({ page }) => {
  await signIn(page, LEAVER);
  const address = await openCase(page, VIGGO.civicNumber);
  const cookies = await page.context().cookies();
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page).toHaveURL(SIGN_IN);

  await page.goBack();
  await expect(page).toHaveURL(new RegExp(SIGN_IN));
  await expect(page.getByText(VIGGO.civicNumber)).toHaveCount(0);

  await page.context().addCookies(cookies);
  await page.goto(address);
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(address)}`);
});
