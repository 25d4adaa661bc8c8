import { expectNoAxeViolations } from './support/accessibility.ts';
import { LIST, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { chosen, dialog, field, hits, note, opener, openSearch } from './support/search.ts';
import { expireSession, signIn } from './support/sign-in.ts';
import { expect, expectProblem, open, test } from './support/test.ts';
import { USERS } from './support/users.ts';

const VIGGOS = /^Dahl, Viggo\s*20080817-2381/;

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('finds somebody by the keyboard alone, and no name stands in the address', async ({ page }) => {
    await open(page, '/');
    await (await openSearch(page)).pressSequentially('viggo dah');
    await expect(hits(page).first()).toHaveText(VIGGOS);
    await expect(chosen(page)).toHaveText(VIGGOS);
    await expect(note(page)).toHaveText(/^\d+ träff/);
    await expect(field(page)).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`${LIST}/\\d+$`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo/);
    await expect(dialog(page)).toBeHidden();
  });

  test('chooses among the hits by the arrows, round both ends', async ({ page }) => {
    await open(page, LIST);
    await (await openSearch(page)).fill('an');
    await expect(hits(page).first()).toBeVisible();
    const last = (await hits(page).count()) - 1;
    expect(last).toBeGreaterThan(2);
    const isChosen = async (place: number) => {
      await expect(chosen(page)).toHaveCount(1);
      const id = await chosen(page).getAttribute('id');
      await expect(hits(page).nth(place)).toHaveAttribute('id', id ?? '');
      await expect(field(page)).toHaveAttribute('aria-activedescendant', id ?? '');
      await expect(field(page)).toBeFocused();
      await expect(chosen(page)).toBeInViewport();
    };
    await isChosen(0);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await isChosen(2);
    await page.keyboard.press('ArrowUp');
    await isChosen(1);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await isChosen(last);
    await page.keyboard.press('ArrowDown');
    await isChosen(0);
  });

  test('finds the same person by every form of the number', async ({ page }) => {
    await open(page, '/');
    await openSearch(page);
    for (const number of ['20080817-2381', '200808172381', '080817-2381', '0808172381', '20080817 2381', '20080817-238']) {
      await field(page).fill(number);
      await expect(hits(page)).toHaveText([VIGGOS]);
      await field(page).fill('');
      await expect(hits(page)).toHaveCount(0);
    }
  });

  test('finds people, units and pages under their headings', async ({ page }) => {
    await open(page, '/');
    await (await openSearch(page)).fill('gymn');
    const units = dialog(page).getByRole('group', { name: 'Enheter' });
    await expect(units.getByRole('option').first()).toHaveAttribute('href', /^\/enheter\?code=equals:\d+$/);
    await field(page).fill('ärenden');
    const pages = dialog(page).getByRole('group', { name: 'Sidor' });
    await pages.getByRole('option', { name: 'Aktivitetsansvar' }).click();
    await expect(page).toHaveURL(LIST);
    await expect(rows(page)).toHaveCount(15);
    await expect(dialog(page)).toBeHidden();
  });

  test('gets the focus back by Escape, and nothing that was typed stays', async ({ page }) => {
    await open(page, '/');
    const entry = page.getByRole('navigation').getByRole('link', { name: 'Aktivitetsansvar' });
    await entry.focus();
    await page.keyboard.press('Meta+k');
    await field(page).fill('dahl');
    await expect(hits(page).first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(entry).toBeFocused();
    expect(await page.content()).not.toContain('Dahl');

    await opener(page).click();
    await expect(field(page)).toHaveValue('');
    await dialog(page).getByRole('button', { name: 'Stäng' }).click();
    await expect(opener(page)).toBeFocused();
    await opener(page).click();
    await page.mouse.click(5, 500);
    await expect(dialog(page)).toBeHidden();
  });

  test('is told when nothing is found, and what to do', async ({ page }) => {
    await open(page, '/');
    await (await openSearch(page)).fill('qzxw');
    await expect(note(page)).toHaveText(/^Inget hittades\. Kontrollera stavningen/);
    await expect(field(page)).toHaveAttribute('aria-expanded', 'false');
    await field(page).fill('q');
    await expect(note(page)).toHaveText(/^Skriv minst två tecken/);
    await field(page).fill('q'.repeat(101));
    await expect(note(page)).toHaveText(/^Texten är för lång/);
    await expect(hits(page)).toHaveCount(0);
  });

  test('never sees a late answer in the place of a newer one', async ({ page }) => {
    await open(page, '/');
    let answerFirst = () => {};
    const newerIsShown = new Promise<void>((resolve) => (answerFirst = resolve));
    await page.route('**/api/find', async (route) => {
      if (route.request().postData() === 'text=holm') await newerIsShown;
      await route.continue();
    });
    const first = page.waitForRequest((request) => request.postData() === 'text=holm');
    await (await openSearch(page)).fill('holm');
    const late = (await first).response();
    await field(page).fill(VIGGO.civicNumber);
    await expect(hits(page)).toHaveText([VIGGOS]);
    answerFirst();
    await (await late)?.finished();
    await expect(hits(page)).toHaveText([VIGGOS]);
  });

  test('is told when Fyren cannot be reached, and tries again by Enter', async ({ page, problems }) => {
    await open(page, '/');
    await page.route('**/api/find', (route) => route.abort());
    await (await openSearch(page)).fill(VIGGO.civicNumber);
    await expect(note(page)).toHaveText(/Kontrollera nätet och försök igen/);
    await expectProblem(problems, /ERR_FAILED/);
    await page.unroute('**/api/find');
    await page.keyboard.press('Enter');
    await expect(hits(page)).toHaveText([VIGGOS]);
  });

  test('breaks no rule of accessibility', async ({ page }) => {
    await open(page, '/');
    await openSearch(page);
    await expectNoAxeViolations(page);
    await field(page).fill('an');
    await expect(hits(page).first()).toBeVisible();
    await expectNoAxeViolations(page);
    await field(page).fill('qzxw');
    await expect(note(page)).toHaveText(/^Inget hittades/);
    await expectNoAxeViolations(page);
    await page.goto('/sok');
    await page.getByLabel('Namn, personnummer, enhet eller sida').fill('an');
    await page.getByRole('button', { name: 'Sök' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Personer' })).toBeVisible();
    await expectNoAxeViolations(page);
  });
});

test('whoever has been signed out signs in and comes back', async ({ page, problems }) => {
  await signIn(page, USERS.neighbour, LIST);
  await expireSession(page);
  await (await openSearch(page)).fill('dahl');
  await expect(page).toHaveURL(`/logga-in?till=${encodeURIComponent(LIST)}`);
  await expectProblem(problems, /401/);
});

test.describe('a caseworker of another municipality', () => {
  test.use({ signedInAs: 'neighbour' });

  test('does not find him', async ({ page }) => {
    await open(page, '/');
    await (await openSearch(page)).fill(VIGGO.civicNumber);
    await expect(note(page)).toHaveText(/^Inget hittades/);
  });
});

test.describe('the auditor', () => {
  test.use({ signedInAs: 'auditor' });

  test('finds the log, and nobody', async ({ page }) => {
    await open(page, '/');
    await (await openSearch(page)).fill('viggo dahl');
    await expect(note(page)).toHaveText(/^Inget hittades/);
    await field(page).fill('logg');
    await expect(hits(page)).toHaveText([/^Logg/]);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/logg');
  });
});
