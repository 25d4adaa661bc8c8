import { expectNoAxeViolations } from './support/accessibility.ts';
import { codeOf } from './support/authenticator.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { beginTwoStep, newcomer, tellOfTwoStep } from './support/two-step-story.ts';

test('two-step sign-in is turned on, used and turned off', async ({ page, openElsewhere }) => {
  await tellOfTwoStep(page, await openElsewhere(), await openElsewhere());
});

test('each step fits its screen and is read aloud', async ({ page, openElsewhere }) => {
  const { userName, password } = await newcomer(page);
  const isFine = async (shown = page) => {
    await expectNoSidewaysScroll(shown);
    await expectNoAxeViolations(shown);
  };
  const secret = await beginTwoStep(page, password);
  await isFine();
  await page.getByLabel('Kod från appen').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Bekräfta' }).click();
  await expect(page.getByRole('list', { name: 'Dina återställningskoder' })).toBeVisible();
  await isFine();
  const elsewhere = await openElsewhere();
  await elsewhere.goto(SIGN_IN);
  await sendSignIn(elsewhere, userName, password);
  await expect(elsewhere.getByLabel('Kod', { exact: true })).toBeFocused();
  await expect(elsewhere.getByLabel('Kod', { exact: true })).toHaveAttribute('autocomplete', 'one-time-code');
  await isFine(elsewhere);
});
