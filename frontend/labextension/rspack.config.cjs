// What the builder adds to its own: TypeScript, notebooks as data, and names of modules that do not depend on where this is built.
module.exports = {
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: "builtin:swc-loader",
        options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
      },
      { test: /\.ipynb$/, type: "json" },
    ],
  },
  resolve: { extensions: [".ts", ".js"] },
  optimization: { moduleIds: "natural", chunkIds: "natural" },
};
