import { ENTER, form, unknown } from './support/entry.ts';
import { expectNoAxeViolations } from './support/accessibility.ts';
import { ownCase, summary } from './support/casework.ts';
import { openSettings } from './support/frame.ts';
import { LIST, openCase, openTool, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, expectProblem, open, test } from './support/test.ts';

const INBOX = '/inkorg';

/** The forms of what is registered in a case, each refused when it is empty. */
const FORMS = {
  'a contact': '/kontakttillfallen/ny',
  'a measure': '/atgarder/ny',
  'a way to reach somebody': '/kontaktuppgifter/ny',
  'a postal address': '/adresser/post',
  'a plan': '/plan/ny',
};

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
    const tabs = page.getByRole('navigation', { name: 'Delar av ärendet' });
    const names = await tabs.getByRole('link').evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    expect(names).toHaveLength(9);
    expect(names).toContain(address);
    for (const tab of names) {
      await open(page, tab);
      await expect(tabs.locator('[aria-current=page]')).toBeVisible();
      await expectNoAxeViolations(page);
    }
  });

  for (const [name, path] of Object.entries(FORMS)) {
    test(`axe finds nothing in the form of ${name}, also when it is refused`, async ({ page }) => {
      await open(page, `${await ownCase(page, 'long', 'desktop')}${path}`);
      const form = page.locator('.record-form');
      await expect(form).toBeVisible();
      await expectNoAxeViolations(page);
      await form.locator('[type=submit]').click();
      await expect(summary(page)).toBeVisible();
      await expectNoAxeViolations(page);
    });
  }

  test('axe finds nothing in the form of the case itself', async ({ page }) => {
    await open(page, `${await ownCase(page, 'long', 'desktop')}/aktivitetsansvaret/andra`);
    await expect(page.locator('.record-form')).toBeVisible();
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing in the inbox and in a notice, also when it is put aside without a reason', async ({ page }) => {
    await open(page, INBOX);
    await expectNoAxeViolations(page);
    // the stories at the same time handle those that came last
    await page.locator('.notices').getByRole('link').last().click();
    const aside = page.getByRole('button', { name: 'Lägg anmälan åt sidan' });
    await expect(aside).toBeVisible();
    await expectNoAxeViolations(page);
    await aside.click();
    await expect(summary(page)).toBeVisible();
    await expectNoAxeViolations(page);
  });

  test('axe finds nothing where a notice is entered, when it is refused and when its text is warned of', async ({ page }) => {
    await open(page, `${INBOX}/ny`);
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Lägg i inkorgen' }).click();
    await expect(summary(page)).toBeVisible();
    await expectNoAxeViolations(page);
    await page.locator('#falt-civic_number').fill(VIGGO.civicNumber);
    await page.locator('#falt-kind').selectOption({ label: 'Betydande frånvaro' });
    await page.locator('#falt-school').fill('De Geergymnasiet');
    await page.locator('#falt-text').fill('Är sjukskriven.');
    await page.getByRole('button', { name: 'Lägg i inkorgen' }).click();
    await expect(page.locator('.guard')).toBeVisible();
    await expectNoAxeViolations(page);
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

  test('axe finds nothing where one registers somebody when the notes are warned of', async ({ page }) => {
    await open(page, ENTER);
    const { number, occupation, notes, hasRead, save } = form(page);
    await number.fill(unknown('desktop', 3));
    await occupation.selectOption('Arbete');
    await hasRead.check();
    await notes.fill('Är sjukskriven.');
    await save.click();
    await expect(page.locator('.guard')).toBeVisible();
    // the warning stands alone, right below the heading of the page
    await expect(summary(page)).toHaveCount(0);
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

  test('axe finds nothing where it is asked whether a case is really to be deleted', async ({ page }) => {
    // those closed last are deleted by the stories at the same time
    await page.goto(`${LIST}?status=any-of:closed&sort=deregistered&size=5`);
    const target = await rows(page).first().getByRole('link').getAttribute('href');
    await open(page, `${(target ?? '').split('?')[0] ?? ''}/radera`);
    await expect(page.getByText('Det går inte att ångra')).toBeVisible();
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
