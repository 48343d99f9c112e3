import { defineConfig } from 'drizzle-kit';

// `npx drizzle-kit generate --name <what-changes>` writes the next migration into migrations/.
// Its way back is written by hand beside it, see src/main/storage/sqlite/core/migrations.ts.
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/storage/sqlite/core/schema.ts',
  out: './migrations',
});
