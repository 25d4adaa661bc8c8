import { ENTER, form, unknown } from './support/entry.ts';
import { VIGGO } from './support/people.ts';
import { expireSession, sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

test.use({ signedInAs: 'administrator' });

test('somebody is looked up, warned of and registered, and no number stands in the address', async ({ page }, { project }) => {
  await page.goto(ENTER);
  const { municipality, number, occupation, said, hasRead, save } = form(page);
  await municipality.selectOption('Norrköping');
  await number.fill(VIGGO.civicNumber);
  await page.getByRole('button', { name: 'Slå upp' }).click();
  await expect(said).toContainText('Dahl');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await municipality.selectOption('Motala');
  await number.fill(unknown(project.name, 0));
  await occupation.selectOption('Arbete');
  await save.click();
  await expect(page.getByRole('alert')).toContainText('kryssa i att personen ska registreras');
  expect(page.url()).not.toContain('201601');
  await hasRead.check();
  await save.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Personen är registrerad');
});

test('what was filled in when the session ends is there after signing in', async ({ page }, { project }) => {
  await page.goto(ENTER);
  const { municipality, number, notes, save } = form(page);
  await municipality.selectOption('Motala');
  await number.fill(unknown(project.name, 1));
  await notes.fill('Rad ett\nrad två');
  await expireSession(page);
  await save.click();
  await expect(page).toHaveURL(new RegExp(`${SIGN_IN}\\?till=`));
  await sendSignIn(page, USERS.administrator, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('Inget av det här är sparat än');
  await expect(number).toHaveValue(unknown(project.name, 1));
  await expect(notes).toHaveValue('Rad ett\nrad två');
});
