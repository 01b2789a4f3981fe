declare module "*.ipynb" {
  const notebook: import("./notebook.ts").Notebook;
  export default notebook;
}
