import { defineConfig } from 'drizzle-kit';

// The same for the companion, what is ours about a library:
// `npx drizzle-kit generate --config drizzle.companion.config.ts --name <what-changes>`
export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/storage/sqlite/core/sidecar-schema.ts',
  out: './migrations/companion',
});
