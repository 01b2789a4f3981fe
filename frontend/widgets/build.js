// Bundles each part's script and styles into ukiyo_widgets/widgets/static, which is committed: installing needs no Node.js.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const OUT = "../../ukiyo_widgets/widgets/static";
const PARTS = [
  "preview",
  "losses",
  "transport",
  "picker",
  "runs",
  "controls",
  "keeping",
  "trials",
  "standalone",
  "impressions",
  "board",
];

const { metafile } = await build({
  entryPoints: PARTS.flatMap((part) => [`src/${part}.ts`, `src/${part}.css`]),
  outdir: OUT,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "none",
  banner: { js: "/*! Licences of what is in here: THIRD_PARTY.txt */" },
  metafile: true,
});

// The licences of what is in the bundles travel with them.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => path.match(/^.*node_modules\/[^/]+(?=\/)/) ?? []),
);
const notices = [...packages].sort().map(async (folder) => {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${(await readFile(`${folder}/LICENSE`, "utf8")).trim()}\n`;
});
await writeFile(`${OUT}/THIRD_PARTY.txt`, (await Promise.all(notices)).join(`\n${"-".repeat(80)}\n\n`));
