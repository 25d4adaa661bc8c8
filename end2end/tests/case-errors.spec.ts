import { ownCase, press, summary } from './support/casework.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('after an error the summary has the focus, and the title says so', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await open(page, `${address}/atgarder/ny`);
  await expect(page).toHaveTitle(/^Ny åtgärd – .* – Fyren$/);
  await press(page, 'Registrera åtgärden');
  await expect(page).toHaveTitle(/^Fel: Ny åtgärd – .* – Fyren$/);
  await expect(summary(page)).toBeFocused();
});
