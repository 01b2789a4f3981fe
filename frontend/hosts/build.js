// Builds the pages into a folder, with whatever notebooks load when a widget asks for it: node build.js FOLDER ANYWIDGET
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const HOSTS = ["colab", "vscode"];
const [, , folder, anywidget] = process.argv;

await mkdir(folder, { recursive: true });
await build({
  entryPoints: HOSTS.map((each) => `src/${each}.js`),
  outdir: folder,
  bundle: true,
  format: "iife",
  define: { define: "undefined", global: "window", "process.env.NODE_DEBUG": "false" }, // bundled, nothing is a module of RequireJS
  loader: {
    ".svg": "dataurl",
    ".png": "dataurl",
    ".woff": "dataurl",
    ".woff2": "dataurl",
    ".ttf": "dataurl",
    ".eot": "dataurl",
  },
  logLevel: "warning",
});
await copyFile("node_modules/requirejs/require.js", `${folder}/require.js`);
await copyFile(anywidget, `${folder}/anywidget.js`);
for (const each of HOSTS) {
  const styles = each === "colab" ? `<link rel="stylesheet" href="/hosts/${each}.css" />` : "";
  const head = `<meta charset="utf-8" /><title>${each}</title>${styles}`;
  const scripts = `<script src="/hosts/require.js"></script><script src="/hosts/${each}.js"></script>`;
  await writeFile(
    `${folder}/${each}.html`,
    `<!doctype html><head>${head}</head><body><main id="output"></main>${scripts}</body>`,
  );
}
