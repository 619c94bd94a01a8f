/** `npm run build`: builds the app for production, unless nothing changed since the last build. */
import { buildApp } from './world/build-app.ts';

try {
  await buildApp();
  console.log('The app is built; `npm start` runs it.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
