import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll, openSettings } from './support/frame.ts';
import { changePassword, OWN_PAGE, tellOfAOneTimePassword, tellOfSessions } from './support/own-page-story.ts';
import { expect, hydrated, open, test } from './support/test.ts';

test('whoever has a one-time password chooses their own before anything else', async ({ page }) => {
  await tellOfAOneTimePassword(page);
});

test('sessions are told apart and ended', async ({ page, openElsewhere }) => {
  await tellOfSessions(page, await openElsewhere(), await openElsewhere());
});

test.describe('for a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('the page is reached from the name, and says who one is', async ({ page }) => {
    await open(page, '/');
    await (await openSettings(page)).getByRole('link', { name: 'Min sida' }).click();
    await expect(page).toHaveURL(OWN_PAGE);
    await expect(page).toHaveTitle('Min sida – Fyren');
    await expect(page.getByText('asa.lindqvist')).toBeVisible();
    await expect(page.getByRole('main').getByText('Handläggare · Norrköping')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectNoAxeViolations(page);
  });

  test('what is wrong is told at its field, and has the focus', async ({ page }) => {
    await open(page, OWN_PAGE);
    await changePassword(page, 'Fyren-demo-2026', 'kort');
    await hydrated(page);
    const field = page.getByLabel('Nytt lösenord', { exact: true });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/Minst 12 tecken.*Lösenordet är för kort/);
    await expect(field).toBeFocused();
    // nothing that was written stands in the page or its address
    await expect(field).toHaveValue('');
    expect(page.url()).not.toContain('kort');
    await expectNoAxeViolations(page);
  });

  test('language and appearance are chosen there too', async ({ page }) => {
    await open(page, OWN_PAGE);
    await page.getByRole('main').getByRole('button', { name: 'Mörkt' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('main').getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My page' })).toBeVisible();
    await expect(page).toHaveURL(OWN_PAGE);
    await expectNoAxeViolations(page);
  });
});
