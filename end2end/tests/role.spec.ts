import { isShownInHeader } from './support/frame.ts';
import { LIST, openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { signIn } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

test.describe('whoever has one role', () => {
  test.use({ signedInAs: 'caseworker' });

  test('reads it on every page, beside the menu and the way out', async ({ page }) => {
    const address = await openCase(page, VIGGO.civicNumber);
    for (const path of ['/', LIST, address, `${address}/tidslinje`]) {
      await open(page, path);
      await isShownInHeader(page, 'Handläggare · Norrköping');
    }
  });
});

test.describe('the auditor', () => {
  test.use({ signedInAs: 'auditor' });

  test('reads the role on every page', async ({ page }) => {
    for (const path of ['/', '/logg']) {
      await open(page, path);
      await isShownInHeader(page, /^Roll: Granskare · /);
    }
  });
});

test('whoever has several reads the chosen one in full', async ({ page }) => {
  await signIn(page, 'sara.holmqvist');
  const role = page.getByLabel('Roll', { exact: true });
  await expect(role).toBeInViewport({ ratio: 1 });
  const { seen, needed } = await role.evaluate((select: HTMLSelectElement) => {
    const { fontSize, fontFamily } = getComputedStyle(select);
    const drawing = document.createElement('canvas').getContext('2d');
    if (!drawing) throw new Error('no canvas');
    drawing.font = `${fontSize} ${fontFamily}`;
    return { seen: select.clientWidth, needed: drawing.measureText(select.selectedOptions[0]?.text ?? '').width };
  });
  expect(seen).toBeGreaterThan(needed);
});
