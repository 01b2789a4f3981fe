// Bundles each part's script and styles into ukiyo_widgets/widgets/static, which is committed: installing needs no Node.js.
import { build } from "esbuild";

await build({
  entryPoints: ["preview", "losses", "transport", "picker", "runs"].flatMap((part) => [`src/${part}.js`, `src/${part}.css`]).concat("src/controls.js"),
  outdir: "../ukiyo_widgets/widgets/static",
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "inline",
});
