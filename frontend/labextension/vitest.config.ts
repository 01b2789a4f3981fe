import { defineConfig } from "vitest/config";

// Notebooks are data, as in rspack.config.cjs.
const notebooks = {
  name: "notebooks",
  transform: (code: string, id: string) => (id.endsWith(".ipynb") ? `export default ${code}` : null),
};

export default defineConfig({ plugins: [notebooks] });
