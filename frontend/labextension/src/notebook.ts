// "Colour a print": a notebook made from the quickstart.
import english from "../../../notebooks/00_quickstart.ipynb";
import japanese from "../../../notebooks/quickstart_ja.ipynb";

type Cell = { cell_type: string; source: string[] };
export type Notebook = { cells: Cell[]; metadata: Record<string, unknown>; nbformat: number; nbformat_minor: number };
export type KernelName = { name: string; display_name: string; language: string };

const LOCAL_LINK = /\[([^\]]*)\]\((?!https?:|attachment:)[^)]*\)/g;

/**
 * Return the notebook in a language, for a kernel: without the lines for Colab and without links to files that are not there.
 * References that are given stand in its call of Studio.
 */
export function madeNotebook(language: string, kernel: KernelName, references: string[] = []): Notebook {
  const made: Notebook = structuredClone(language === "ja" ? japanese : english);
  for (const cell of made.cells)
    cell.source = cell.cell_type === "markdown" ? withoutLocalLinks(cell.source) : withoutColab(cell.source);
  const given = `uw.Studio(reference=${JSON.stringify(references)}, `;
  for (const cell of references.length ? made.cells : [])
    if (cell.cell_type === "code") cell.source = cell.source.map((line) => line.replace("uw.Studio(", given));
  return { ...made, metadata: { ...made.metadata, kernelspec: kernel } };
}

/** What Colab needs stands above the package's import. */
function withoutColab(lines: string[]): string[] {
  const colab = lines.some((line) => line.includes("google.colab"));
  return colab ? lines.slice(lines.findIndex((line) => line.startsWith("import ukiyo_widgets"))) : lines;
}

/** Lines that are a link and nothing more are left out; of other links the words stay. */
function withoutLocalLinks(lines: string[]): string[] {
  const kept = lines.filter((line) => !/^\[[^\]]*\]\((?!https?:|attachment:)[^)]*\)\s*$/.test(line));
  return kept.map((line) => line.replace(LOCAL_LINK, "$1"));
}
