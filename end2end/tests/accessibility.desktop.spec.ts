import { ENTER, form } from './support/entry.ts';
import { expectNoAxeViolations } from './support/accessibility.ts';
import { openSettings } from './support/frame.ts';
import { LIST, openCase, openTool } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, expectProblem, open, test } from './support/test.ts';

test('axe finds nothing where one signs in, also when that has failed', async ({ page }) => {
  await open(page, SIGN_IN);
  await expectNoAxeViolations(page);
  await sendSignIn(page, '', '');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectNoAxeViolations(page);
});

test.describe('for a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('axe finds nothing on the start page', async ({ page }) => {
    await open(page, '/');
    await openSettings(page);
    await expectNoAxeViolations(page);
  });

  for (const tool of ['Filter', 'Sortera', 'Kolumner', 'Exportera', 'Profil']) {
    test(`axe finds nothing in the list with the tool ${tool}`, async ({ page }) => {
      await open(page, `${LIST}?filter=none&columns=surname,status,age,phone,email,next-follow-up,protected`);
      const opened = await openTool(page, tool);
      for (const more of await opened.locator('.panel-more > summary').all()) await more.click();
      await expectNoAxeViolations(page);
    });
  }

  test('axe finds nothing in the list with a chip open, and when it is empty', async ({ page }) => {
    await open(page, LIST);
    await page.locator('summary.chip-text').click();
    await expectNoAxeViolations(page);
    await open(page, `${LIST}?protected=yes`);
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing in the tabs of a case', async ({ page }) => {
    const address = await openCase(page, VIGGO.civicNumber);
    for (const tab of ['', '/atgarder', '/adresser', '/elevhistorik', '/tidslinje', '/logg']) {
      await open(page, `${address}${tab}`);
      await expectNoAxeViolations(page);
    }
  });

  test('axe finds nothing where one registers somebody, when that is looked up and when it is refused', async ({ page }) => {
    await open(page, ENTER);
    const { number, said, save } = form(page);
    await number.fill(VIGGO.civicNumber);
    await expect(said).toContainText('Dahl');
    await expectNoAxeViolations(page);
    await save.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing in the dry run, and where somebody stands', async ({ page }) => {
    await open(page, '/korningar/prov?visa=ut');
    await expectNoAxeViolations(page);
    await open(page, '/personer?open-case=no&size=5');
    await page.getByRole('rowheader').first().getByRole('link').click();
    await expect(page).toHaveURL(/varfor$/);
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing on the page of an address that is none', async ({ page, problems }) => {
    await open(page, '/finns-inte');
    await expectProblem(problems, /404/);
    await expectNoAxeViolations(page);
  });
});

test.describe('for a region administrator', () => {
  test.use({ signedInAs: 'administrator' });

  test('axe finds nothing on the start page of several municipalities', async ({ page }) => {
    await open(page, '/');
    await expectNoAxeViolations(page);
  });
});

test.describe('for the auditor', () => {
  test.use({ signedInAs: 'auditor' });

  test('axe finds nothing in the log', async ({ page }) => {
    await open(page, '/logg');
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing in the register as of a date', async ({ page }) => {
    await open(page, '/register-per-datum');
    await expectNoAxeViolations(page);
  });
});
