import { defineConfig } from 'drizzle-kit';

// `npx drizzle-kit generate --name <what-changes>` writes the next migration into migrations/.
// Its way back is written by hand beside it, see src/main/storage/migrations.ts.
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/storage/schema.ts',
  out: './migrations',
});
